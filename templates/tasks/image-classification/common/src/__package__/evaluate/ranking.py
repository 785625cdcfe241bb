"""Areas under ROC and precision-recall curves of all classes at once, fast enough to be drawn anew a thousand times.

scikit-learn gives the same numbers one class at a time; the tests compare the two.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Reals = npt.NDArray[np.float64]


class Areas(NamedTuple):
    """Of each class against all others, [classes]; NaN where there are only examples of one kind."""

    roc: Reals
    precision: Reals


class MeanCurves(NamedTuple):
    """At each `x` from 0 to 1: the true positive rate at that false positive rate, the precision at that recall."""

    x: Reals
    true_positive_rate: Reals
    precision: Reals


@dataclass(frozen=True)
class Ranking:
    """Examples from the highest to the lowest score of each class; all arrays are [classes, N].

    `group` numbers the examples of equal score, which have no order among themselves.
    """

    order: npt.NDArray[np.int64]
    positive: npt.NDArray[np.bool_]
    group: npt.NDArray[np.int64]

    @classmethod
    def of(cls, probabilities: Reals, target: npt.NDArray[np.int64]) -> "Ranking":
        """Rank by `probabilities` [N, classes]; `target` [N] counts through the classes."""
        scores = probabilities.T
        order = np.argsort(-scores, axis=1, kind="stable")
        falls = np.diff(np.take_along_axis(scores, order, axis=1), axis=1) < 0
        group = np.concatenate([np.zeros((len(scores), 1), np.int64), np.cumsum(falls, axis=1)], axis=1)
        return cls(order, target[order] == np.arange(len(scores))[:, None], group)

    def areas(self, weights: npt.NDArray[np.int64]) -> Areas:
        """The areas where example i is there `weights[i]` times, [N]."""
        classes, count = self.order.shape
        weighted = weights[self.order].astype(np.float64)
        cells = (self.group + count * np.arange(classes)[:, None]).ravel()
        positive, negative = (
            np.bincount(cells, weights=(weighted * kind).ravel(), minlength=classes * count).reshape(classes, count)
            for kind in (self.positive, ~self.positive)
        )
        hits, alarms = positive.cumsum(axis=1), negative.cumsum(axis=1)
        total, others = hits[:, -1], alarms[:, -1]
        # A negative is outranked by the positives before it, and by half of those that share its score.
        outranked = (negative * (hits - positive / 2)).sum(axis=1)
        precision = np.divide(hits, hits + alarms, out=np.zeros_like(hits), where=hits + alarms > 0)
        with np.errstate(invalid="ignore"):
            roc = outranked / (total * others)
            area = np.where(others > 0, (positive * precision).sum(axis=1) / total, np.nan)
        return Areas(roc, area)

    def curves(self, points: int) -> MeanCurves | None:
        """The means of the curves over the classes that have both kinds of examples; None where none has.

        Rates between two scores are on the line between them; precision is that of the first score with the recall,
        so that the areas below are those of `areas`.
        """
        x = np.linspace(0, 1, points)
        rates, precisions = [], []
        for positive, group in zip(self.positive, self.group, strict=True):
            last = np.flatnonzero(np.diff(group, append=-1))  # of each group of equal scores
            hits, seen = positive.cumsum()[last], last + 1
            total = hits[-1]
            if 0 < total < len(positive):
                recall, alarms = hits / total, (seen - hits) / (len(positive) - total)
                rates.append(np.interp(x, np.append(0, alarms), np.append(0, recall)))
                precisions.append((hits / seen)[np.searchsorted(recall, x)])
        return MeanCurves(x, np.mean(rates, axis=0), np.mean(precisions, axis=0)) if rates else None
