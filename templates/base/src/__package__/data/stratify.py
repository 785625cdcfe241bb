"""Dividing rows so that every class has its share in every part."""

from collections.abc import Mapping, Sequence

import numpy as np

from ..errors import ProjectError
from ..paths import SPLITS, SplitName


def stratified_split(
    labels: Sequence[str], fractions: Mapping[SplitName, float], *, seed: int
) -> dict[SplitName, list[int]]:
    """Divide row numbers by class, at random but always the same for one seed.

    Args:
        labels: the class of each row.
        fractions: of the whole, for `train`, `validation` and `test`; they add up to 1.
        seed: of the random choice.

    Returns:
        The rows of each part, in ascending order; every class has at least one row in each.

    Raises:
        ProjectError: a class has fewer than three rows.
    """
    rng = np.random.default_rng(seed)
    classes, codes = np.unique(np.asarray(labels), return_inverse=True)
    parts: dict[SplitName, list[int]] = {name: [] for name in SPLITS}
    for code, label in enumerate(classes):
        rows = rng.permutation(np.flatnonzero(codes == code))
        if len(rows) < len(SPLITS):
            raise ProjectError(
                f"Class {str(label)!r} has {len(rows)} examples, and at least {len(SPLITS)} are needed: one each "
                "for training, validation and test. Add examples of the class, or remove it."
            )
        test = min(max(1, round(len(rows) * fractions["test"])), len(rows) - 2)
        validation = min(max(1, round(len(rows) * fractions["validation"])), len(rows) - test - 1)
        parts["test"].extend(rows[:test].tolist())
        parts["validation"].extend(rows[test : test + validation].tolist())
        parts["train"].extend(rows[test + validation :].tolist())
    return {name: sorted(rows) for name, rows in parts.items()}
