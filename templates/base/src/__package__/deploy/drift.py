"""How far two samples of a number, or of a class, lie apart."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import chi2, ks_2samp

BINS = 10
# An empty bin would make the logarithm infinite; half an observation stands in for it.
EMPTY = 0.5


@dataclass(frozen=True)
class Sample:
    """What was seen of N examples: features, each [N], and what was predicted, the number of a class [N]."""

    features: dict[str, npt.NDArray[np.float64]]
    predicted: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.predicted)


@dataclass(frozen=True)
class Distance:
    """How far two samples lie apart; `p_value` is the chance of that much between two samples of one distribution."""

    psi: float
    p_value: float


@dataclass(frozen=True)
class FeatureDistance(Distance):
    """With the Kolmogorov-Smirnov statistic, from which `p_value` is: the largest gap between the distributions."""

    ks: float


def feature_drift(reference: npt.NDArray[np.float64], current: npt.NDArray[np.float64]) -> FeatureDistance:
    """PSI over deciles of the reference, and the two-sample Kolmogorov-Smirnov test.

    Args:
        reference: values [M].
        current: values [N].
    """
    edges, times = np.unique(np.quantile(reference, np.linspace(0, 1, BINS + 1)[1:-1]), return_counts=True)
    # A value that many have is a bin of its own, so that what is above it is told from it.
    edges = np.sort(np.concatenate([edges, np.nextafter(edges[times > 1], np.inf)]))
    counts = [
        np.bincount(np.searchsorted(edges, values, side="right"), minlength=len(edges) + 1)
        for values in (reference, current)
    ]
    test = ks_2samp(reference, current)
    psi = population_stability_index(*counts)
    return FeatureDistance(psi=psi, p_value=float(test.pvalue), ks=float(test.statistic))


def class_drift(reference: npt.NDArray[np.int64], current: npt.NDArray[np.int64], classes: int) -> Distance:
    """PSI between the shares of predicted classes, and its p-value.

    Without drift, PSI / (1/M + 1/N) follows a chi-squared distribution with one degree of freedom less than there
    are bins: B. Yurdakul and J. Naranjo, Statistical properties of the population stability index, Journal of
    Risk Model Validation 14(4), 2020.

    Args:
        reference: class numbers [M].
        current: class numbers [N].
        classes: how many classes there are.
    """
    counts = [np.bincount(values, minlength=classes) for values in (reference, current)]
    seen = int(np.count_nonzero(counts[0] + counts[1]))
    psi = population_stability_index(*counts)
    p_value = chi2.sf(psi / (1 / len(reference) + 1 / len(current)), max(1, seen - 1))
    return Distance(psi=psi, p_value=float(p_value))


def population_stability_index(reference: npt.NDArray[np.int64], current: npt.NDArray[np.int64]) -> float:
    """PSI of two histograms over the same bins: Σ (q - p) ln(q / p), where p and q are the shares of each bin.

    As read in credit scoring, below 0.1 is stable and above 0.25 has changed: N. Siddiqi, Credit Risk Scorecards,
    2006.

    Args:
        reference: counts [bins].
        current: counts [bins].
    """
    p = np.maximum(reference, EMPTY) / reference.sum()
    q = np.maximum(current, EMPTY) / current.sum()
    # Empty on both sides is no distance.
    return float(np.sum((q - p) * np.log(q / p), where=(reference + current) > 0))
