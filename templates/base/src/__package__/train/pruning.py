"""Which weights of a model can be left out: those that are smallest, over all layers together."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.generic]
Mask = npt.NDArray[np.bool_]

# How often the masks are chosen anew, and the part of all steps by which the last weight is gone.
ROUNDS = 10
RAMP = 0.5


def sparsity_at(step: int, steps: int, sparsity: float) -> float | None:
    """The part of the weights to be zero from this step on; None where the masks stay as they are.

    Many at first and fewer at the end, while the weights that are left learn to do without them: M. Zhu and S. Gupta,
    To prune, or not to prune, 2017, https://arxiv.org/abs/1710.01878, with the cube of equation 1.

    Args:
        step: of the fine-tuning, counted from 0.
        steps: of all of it; in the last ones nothing more is taken away.
        sparsity: at the end.
    """
    ramp = max(1, round(RAMP * steps))
    rounds = min(ROUNDS, ramp)
    due = [round(ramp * number / rounds) for number in range(rounds)]
    if step not in due:
        return None
    done = (due.index(step) + 1) / rounds
    return sparsity * (1 - (1 - done) ** 3)


def magnitude_masks(weights: Sequence[Array], sparsity: float) -> list[Mask]:
    """False for the smallest of all weights together, so many of them that they are the part `sparsity`.

    Of equally small ones the first go: weights that are zero already stay so.

    Args:
        weights: of each layer.
        sparsity: part of all numbers, 0 to 1.
    """
    magnitudes = np.concatenate([np.abs(weight).ravel() for weight in weights])
    keep = np.ones(len(magnitudes), np.bool_)
    keep[np.argsort(magnitudes, kind="stable")[: round(sparsity * len(magnitudes))]] = False
    ends = np.cumsum([weight.size for weight in weights])[:-1]
    return [part.reshape(weight.shape) for part, weight in zip(np.split(keep, ends), weights, strict=True)]
