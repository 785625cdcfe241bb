"""How far a metric could be off because the test split is only a sample."""

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

from ..report import Estimate

Rows = npt.NDArray[np.int64]


def bootstrap(
    metrics: Callable[[Rows], Mapping[str, float]], rows: int, *, resamples: int, confidence: float, seed: int
) -> dict[str, Estimate]:
    """The value of each metric with its percentile interval.

    B. Efron, Bootstrap methods: another look at the jackknife, Annals of Statistics 7, 1979. A metric that is
    perfect on every example has an interval of no width: the bootstrap cannot see errors that were not made.

    Args:
        metrics: from row numbers to metrics; NaN where the rows drawn do not define one.
        rows: of the sample.
        resamples: how often rows are drawn anew, with replacement.
        confidence: of the interval, for example 0.95.
        seed: of the random draws.
    """
    values = metrics(np.arange(rows))
    rng = np.random.default_rng(seed)
    drawn = [metrics(rng.integers(0, rows, rows)) for _ in range(resamples)]
    tail = (1 - confidence) / 2
    estimates: dict[str, Estimate] = {}
    for name, value in values.items():
        sample = np.asarray([metric[name] for metric in drawn])
        sample = sample[np.isfinite(sample)]
        low, high = np.quantile(sample, [tail, 1 - tail]) if len(sample) else (value, value)
        estimates[name] = Estimate(value=value, low=float(low), high=float(high), confidence=confidence)
    return estimates
