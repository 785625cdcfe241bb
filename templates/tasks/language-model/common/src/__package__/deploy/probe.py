"""Questions whose right answer is known, to try a server with before it is put in place."""

import json
from typing import Any, NamedTuple

import numpy as np

from ..config import Config
from ..data.dataset import load_split
from .onnx_model import OnnxModel

PROMPTS = 16
PROMPT_TOKENS, NEW_TOKENS = 16, 8
# Where the two likeliest tokens are closer than this in logits, rounding may decide between them.
CERTAIN = 0.05


class Probe(NamedTuple):
    """A request to `path`, and how the model's own answer begins, without a cache."""

    name: str
    path: str
    body: bytes
    expected: str

    def matches(self, answer: dict[str, Any]) -> bool:
        """Whether the server's answer begins so too."""
        return bool(answer["text"].startswith(self.expected))


def probes(config: Config, model: OnnxModel) -> list[Probe]:
    """Beginnings of windows of the test split, to be gone on from by the likeliest tokens."""
    test = load_split(config.paths, "test")
    found = []
    for row in range(min(PROMPTS, len(test))):
        tokens = test.inputs(np.array([row]))[0, : min(PROMPT_TOKENS, model.signature.context // 2)]
        prompt = model.signature.decode(tokens.tolist())
        body = {"prompt": prompt, "max_tokens": NEW_TOKENS, "temperature": 0}
        found.append(Probe(test.ids[row], "/generate", json.dumps(body).encode(), _certain_text(model, prompt)))
    return found


def _certain_text(model: OnnxModel, prompt: str) -> str:
    """What follows, as far as there is no doubt."""
    signature = model.signature
    tokens = [signature.end, *signature.encode(prompt)]
    start = len(tokens)
    while len(tokens) < min(start + NEW_TOKENS, signature.context):
        logits = model.logits(np.array([tokens], np.int64))[0, -1]
        second, first = np.partition(logits, -2)[-2:]
        token = int(logits.argmax())
        if first - second < CERTAIN or token == signature.end:
            break
        tokens.append(token)
    # The bytes of a character may not all be there.
    return signature.decode(tokens[start:]).rstrip("\ufffd")
