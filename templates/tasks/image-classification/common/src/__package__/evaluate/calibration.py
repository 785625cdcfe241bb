"""Whether the model is as often right as it says: a prediction of 0.9 should be right nine times in ten."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Reals = npt.NDArray[np.float64]

BINS = 15


class Reliability(NamedTuple):
    """Examples by confidence, in `BINS` bins of equal width: how many, their mean confidence, and the part right.

    A bin without examples has NaN in the last two.
    """

    rows: npt.NDArray[np.int64]
    confidence: Reals
    accuracy: Reals


def calibration_error(score: Reals, right: npt.NDArray[np.bool_]) -> float:
    """Expected calibration error: the distance of confidence from accuracy in each bin, weighted by its examples.

    C. Guo et al., On Calibration of Modern Neural Networks, ICML 2017, https://arxiv.org/abs/1706.04599. On few
    examples it is larger than the true one, because chance alone keeps the two apart in every bin.

    Args:
        score: [N], the probability of the prediction.
        right: [N], whether the prediction is right.
    """
    return float(np.abs(np.bincount(_bins(score), weights=right - score, minlength=BINS)).sum() / len(score))


def reliability(score: Reals, right: npt.NDArray[np.bool_]) -> Reliability:
    """The same bins, one by one, to be drawn."""
    bins = _bins(score)
    rows = np.bincount(bins, minlength=BINS)
    sums = [np.bincount(bins, weights=values, minlength=BINS) for values in (score, right.astype(np.float64))]
    confidence, accuracy = (np.divide(total, rows, out=np.full(BINS, np.nan), where=rows > 0) for total in sums)
    return Reliability(rows, confidence, accuracy)


def brier_scores(probabilities: Reals, target: npt.NDArray[np.int64]) -> Reals:
    """Squared distance [N] of the probabilities [N, classes] from 1 for the target and 0 for all others.

    G. Brier, Verification of forecasts expressed in terms of probability, Monthly Weather Review 78, 1950; from 0 to 2,
    twice what is usual for two classes.
    """
    likelihood = probabilities[np.arange(len(target)), target]
    return np.asarray(np.square(probabilities).sum(axis=1) - 2 * likelihood + 1)


def _bins(score: Reals) -> npt.NDArray[np.int64]:
    """The bin of each score; its upper bound belongs to a bin, as in the paper."""
    return np.clip(np.ceil(score * BINS).astype(np.int64) - 1, 0, BINS - 1)
