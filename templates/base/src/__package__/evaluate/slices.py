"""Parts of the test split on which the model is worse than on the rest, told from those that only look it."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from scipy.stats import false_discovery_control, hypergeom

from ..results import Slice
from .bootstrap import wilson

Bools = npt.NDArray[np.bool_]


def score_slices(right: Bools, groups: Mapping[str, Mapping[str, Bools]], *, confidence: float) -> list[Slice]:
    """The accuracy of each slice, and whether it is significantly below that of all other rows.

    The chance of as few right rows, were the slice like the rest, is that of the hypergeometric distribution (R. A.
    Fisher's exact test, one-sided). Among many slices some are low by chance, so the probabilities are adjusted for
    their number: Y. Benjamini and Y. Hochberg, Controlling the False Discovery Rate, Journal of the Royal
    Statistical Society B 57, 1995.

    Args:
        right: [N], whether each row was predicted right.
        groups: what the rows are divided by, and the rows [N] of each slice; an empty slice is left out.
        confidence: of the intervals; a slice is marked where its adjusted probability is below one minus it.
    """
    named = [(group, name, rows) for group, slices in groups.items() for name, rows in slices.items() if rows.any()]
    if not named:
        return []
    chances = [float(hypergeom.cdf(right[rows].sum(), len(right), right.sum(), rows.sum())) for _, _, rows in named]
    adjusted = false_discovery_control(chances)
    return [
        Slice(
            group=group,
            name=name,
            rows=int(rows.sum()),
            accuracy=wilson(int(right[rows].sum()), int(rows.sum()), confidence=confidence),
            p_value=float(chance),
            worse=bool(chance < 1 - confidence),
        )
        for (group, name, rows), chance in zip(named, adjusted, strict=True)
    ]


def quarters(values: npt.NDArray[np.float64], names: Sequence[str]) -> dict[str, Bools]:
    """Rows divided at the quartiles of a number, from the lowest; ties stay together, so a part may be empty."""
    bounds = np.quantile(values, [0.25, 0.5, 0.75])
    part = np.searchsorted(bounds, values, side="left")
    return {name: part == number for number, name in enumerate(names)}
