"""Images that people said the class of, as data to learn from."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..deploy.feedback import Feedback
from .dataset import Dataset
from .decode import decode_image
from .signature import Signature


@dataclass(frozen=True)
class Learned:
    """Feedback that can be learned from: `rows` in all, in the part that is learned and the part that is not."""

    rows: int
    learned: Dataset
    held_out: Dataset


def divide_feedback(feedback: Sequence[Feedback], signature: Signature, *, held_out: float) -> Learned:
    """Take what has an image and a class that the model knows, each image once with the last word on it.

    An image is held out or not by its own bytes, so that it stays so while the feedback grows.
    """
    known = {name: number for number, name in enumerate(signature.classes)}
    labels: dict[bytes, int] = {}
    for line in feedback:
        png, label = (line.example or {}).get("png"), known.get(str(line.given.get("class")))
        if isinstance(png, str) and label is not None:
            labels.pop(base64.b64decode(png), None)
            labels[base64.b64decode(png)] = label
    parts: tuple[list[tuple[str, bytes, int]], ...] = ([], [])
    for data, label in labels.items():
        digest = hashlib.sha256(data).digest()
        part = parts[1] if int.from_bytes(digest[:4], "big") < held_out * 2**32 else parts[0]
        part.append((digest.hex()[:16], data, label))
    return Learned(len(labels), *(_dataset(part, signature) for part in parts))


def mix(train: Dataset, learned: Dataset, *, replay: float, seed: int) -> tuple[Dataset, int]:
    """Feedback with `replay` rows of the training split for each of it, and how many those are."""
    count = min(len(train), round(replay * len(learned)))
    chosen = np.random.default_rng(seed).permutation(len(train))[:count]
    mixture = Dataset(
        ids=[*learned.ids, *(train.ids[row] for row in chosen)],
        pixels=np.concatenate([learned.pixels, train.pixels[chosen]]),
        targets=np.concatenate([learned.targets, train.targets[chosen]]),
        signature=train.signature,
    )
    return mixture, count


def _dataset(rows: Sequence[tuple[str, bytes, int]], signature: Signature) -> Dataset:
    shape = (signature.height, signature.width, signature.channels)
    images = [
        decode_image(data, height=shape[0], width=shape[1], channels=shape[2], fit=signature.fit).pixels
        for _, data, _ in rows
    ]
    return Dataset(
        ids=[name for name, _, _ in rows],
        pixels=np.stack(images) if images else np.empty((0, *shape), np.uint8),
        targets=np.array([label for _, _, label in rows], np.int64),
        signature=signature,
    )
