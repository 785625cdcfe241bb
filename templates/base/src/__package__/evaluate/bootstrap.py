"""How far a metric could be off because the test split is only a sample."""

import math
from collections.abc import Callable, Mapping
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from ..results import Estimate

Rows = npt.NDArray[np.int64]


def bootstrap(
    metrics: Callable[[Rows], Mapping[str, float]], rows: int, *, resamples: int, confidence: float, seed: int
) -> dict[str, Estimate]:
    """The value of each metric with its percentile interval.

    B. Efron, Bootstrap methods: another look at the jackknife, Annals of Statistics 7, 1979. A metric that is
    perfect on every example has an interval of no width: the bootstrap cannot see errors that were not made; of a
    share, `wilson` can. Where drawing anew itself moves a metric, as it makes every calibration error larger, the
    interval is widened until it holds the value. A metric that the rows do not define (NaN) is left out.

    Args:
        metrics: from row numbers to metrics, always the same ones; NaN where the rows drawn do not define one.
        rows: of the sample.
        resamples: how often rows are drawn anew, with replacement.
        confidence: of the interval, for example 0.95.
        seed: of the random draws.
    """
    values = metrics(np.arange(rows))
    rng = np.random.default_rng(seed)
    drawn = np.empty((resamples, len(values)))
    for sample in drawn:
        sample[:] = [*metrics(rng.integers(0, rows, rows)).values()]
    tail = (1 - confidence) / 2
    estimates: dict[str, Estimate] = {}
    for (name, value), column in zip(values.items(), drawn.T, strict=True):
        if not math.isfinite(value):
            continue
        found = column[np.isfinite(column)]
        low, high = np.quantile(found, [tail, 1 - tail]) if len(found) else (value, value)
        estimates[name] = Estimate(
            value=value, low=min(value, float(low)), high=max(value, float(high)), confidence=confidence
        )
    return estimates


def wilson(right: int, rows: int, *, confidence: float) -> Estimate:
    """A share of rows with its score interval, which has a width even where every row is right.

    E. Wilson, Probable inference, the law of succession, and statistical inference, Journal of the American
    Statistical Association 22, 1927. L. Brown, T. Cai and A. DasGupta, Interval Estimation for a Binomial
    Proportion, Statistical Science 16, 2001, find that it covers what it promises also near 0 and 1.

    Args:
        right: how many rows count, 0 to `rows`.
        rows: of the sample, at least 1.
        confidence: of the interval, for example 0.95.
    """
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = right / rows
    center = (share + z * z / (2 * rows)) / (1 + z * z / rows)
    half = z / (1 + z * z / rows) * math.sqrt(share * (1 - share) / rows + (z / (2 * rows)) ** 2)
    # At 0 and 1 the interval ends there exactly; rounding must not put the value outside it.
    low, high = min(share, max(0.0, center - half)), max(share, min(1.0, center + half))
    return Estimate(value=share, low=low, high=high, confidence=confidence)
