"""Questions whose right answer is known, to try a server with before it is put in place."""

import base64
import json
from typing import Any, NamedTuple

import numpy as np

from ..config import Config
from ..data.dataset import load_split
from ..data.decode import encode_png
from .onnx_model import OnnxModel


class Probe(NamedTuple):
    """A request to `path`, and what the model itself says to it."""

    name: str
    path: str
    body: bytes
    expected: str

    def matches(self, answer: dict[str, Any]) -> bool:
        """Whether the server says the same."""
        return bool(answer["predictions"][0]["class"] == self.expected)


def probes(config: Config, model: OnnxModel) -> list[Probe]:
    """Images of the test split as PNG, at most `deploy.health_requests` of them."""
    test = load_split(config.paths, "test")
    rows = np.arange(min(config.deploy.health_requests, len(test)))
    return [
        Probe(
            name=f"image {test.ids[row]}",
            path="/predict",
            body=json.dumps({"images": [{"base64": base64.b64encode(encode_png(test.pixels[row])).decode()}]}).encode(),
            expected=test.signature.classes[int(model.logits(test.inputs(slice(row, row + 1))).argmax())],
        )
        for row in rows
    ]
