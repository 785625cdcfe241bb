"""How surprising a text is to the model: what every token of it was predicted with."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ..data.signature import Signature

Floats = npt.NDArray[np.float32]
Tokens = npt.NDArray[np.int64]

# The most logits that one call computes, 64 MiB of them.
MOST_LOGITS = 1 << 24


class Windows(NamedTuple):
    """Windows of one length: `inputs` int64 [N, T], and `targets` int64 [N, T], the token after each."""

    inputs: Tokens
    targets: Tokens


def score_windows(tokens: Sequence[int], signature: Signature) -> Iterator[Windows]:
    """Cut tokens into windows of the model's context, as `evaluate` does; each but the first is a target once."""
    row = np.asarray(tokens, np.int64)
    length = signature.context
    whole = (len(row) - 1) // length
    at_once = max(1, MOST_LOGITS // (length * signature.vocabulary))
    for start in range(0, whole, at_once):
        count = min(at_once, whole - start)
        part = row[start * length : (start + count) * length + 1]
        yield Windows(part[:-1].reshape(count, length), part[1:].reshape(count, length))
    rest = row[whole * length :]
    if len(rest) > 1:
        yield Windows(rest[None, :-1], rest[None, 1:])


def nats_of_targets(logits: Floats, targets: Tokens) -> float:
    """Minus the logarithm of the probability of all targets [N, T] together, from logits [N, T, vocabulary]."""
    highest = logits.max(axis=-1, keepdims=True)
    totals = np.log(np.exp(logits - highest).sum(axis=-1, dtype=np.float64)) + highest[..., 0]
    chosen = np.take_along_axis(logits, targets[..., None], axis=-1)[..., 0]
    return float((totals - chosen).sum())
