"""Choosing the next token from the logits of all of them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Sampling:
    """How far a choice may stray from the likeliest token; temperature 0 always takes that."""

    temperature: float
    top_k: int | None
    top_p: float


def choose(logits: Floats, sampling: Sampling, random: np.random.Generator) -> int:
    """The next token.

    Of the `top_k` likeliest tokens, the fewest that together have the probability `top_p` are drawn from: A. Holtzman
    et al., The Curious Case of Neural Text Degeneration, ICLR 2020, https://arxiv.org/abs/1904.09751. Each call
    takes one number from `random`, whatever the logits are.

    Args:
        logits: of every token [vocabulary].
        sampling: how to choose.
        random: where the chance comes from.
    """
    chance = random.random()
    if sampling.temperature == 0:
        return int(logits.argmax())
    kept = np.argsort(-logits, kind="stable")[: sampling.top_k]
    scaled = logits[kept].astype(np.float64) / sampling.temperature
    cumulative = np.exp(scaled - scaled[0]).cumsum()
    last = int(np.searchsorted(cumulative, sampling.top_p * cumulative[-1]))
    cumulative = cumulative[: last + 1]
    return int(kept[min(np.searchsorted(cumulative, chance * cumulative[-1], side="right"), last)])
