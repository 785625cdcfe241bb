"""Texts that people called good or corrected, as data to learn from."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ..deploy.feedback import Feedback
from .dataset import Dataset
from .signature import Signature
from .tokens import Manifest, TokenStream

Tokens = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Learned:
    """Feedback that can be learned from: `rows` texts in all, and windows of the part that is learned and the other."""

    rows: int
    learned: Dataset
    held_out: Dataset


def divide_feedback(feedback: Sequence[Feedback], signature: Signature, *, held_out: float) -> Learned:
    """Take each prompt with its correction, or with the text that was called good; a text called bad teaches nothing.

    All that was said of one prompt is held out or not by its own bytes, so that it stays so while the feedback grows.
    """
    texts: dict[str, str] = {}
    for line in feedback:
        prompt, completion = ((line.example or {}).get(key) for key in ("prompt", "completion"))
        wanted = line.given.get("correction") or (completion if line.given.get("rating") == "good" else None)
        if isinstance(prompt, str) and isinstance(wanted, str):
            texts[prompt + wanted] = prompt
    parts: tuple[list[str], list[str]] = ([], [])
    for text, prompt in texts.items():
        digest = hashlib.sha256(prompt.encode()).digest()
        parts[int.from_bytes(digest[:4], "big") < held_out * 2**32].append(text)
    learned, unseen = (_dataset(_stream(part, signature), signature) for part in parts)
    return Learned(len(texts), learned, unseen)


def mix(train: Dataset, learned: Dataset, *, replay: float, seed: int) -> tuple[Dataset, int]:
    """Windows of feedback with `replay` windows of the training split for each of them, and how many those are."""
    count = min(len(train), round(replay * len(learned)))
    chosen = np.random.default_rng(seed).permutation(len(train))[:count]
    tokens = np.concatenate([learned.inputs(slice(None)).reshape(-1), train.inputs(chosen).reshape(-1)])
    return _dataset(tokens, train.signature), count


def _stream(texts: Sequence[str], signature: Signature) -> Tokens:
    """Each text after the end of the one before; the first come again at the end, so that all windows are full."""
    tokens = np.array([token for text in texts for token in (signature.end, *signature.encode(text))], np.int64)
    return np.resize(tokens, -(-len(tokens) // signature.context) * signature.context)


def _dataset(tokens: Tokens, signature: Signature) -> Dataset:
    """A split that lies in memory."""
    manifest = Manifest(dtype="<u4", documents=0, tokens=len(tokens), files=())
    stream = TokenStream(Path(), manifest, (tokens.astype(np.uint32),), np.zeros(1, np.int64))
    return Dataset("train", stream, signature)
