"""What would spoil a run, found before it does: empty splits, batches that cannot be shared, rows that are no data."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ..data.dataset import Batch, Dataset
from ..errors import ProjectError


def global_batch_size(batch_size: int, rows: int, processes: int) -> int:
    """The examples of a step: `train.batch_size`, or as many as there are, the same number for each process.

    Raises:
        ProjectError: the batch cannot be shared equally, or there are too few rows.
    """
    if batch_size % processes:
        nearest = max(1, round(batch_size / processes)) * processes
        raise ProjectError(
            f"train.batch_size {batch_size} cannot be shared equally by {processes} processes. "
            f"Set it to a multiple, for example {nearest}."
        )
    if rows < processes:
        raise ProjectError(
            f"The training split has too few rows to train on: {rows} for {processes} process(es). "
            "Add data, or change data.split, and run `data` again."
        )
    return min(batch_size, rows - rows % processes)


def check_rows(batch: Batch, dataset: Dataset, rows: Sequence[int] | npt.NDArray[np.int64]) -> None:
    """Check a batch before the model sees it: a target that is no class ends a process on a GPU without a reason.

    Args:
        batch: of the rows.
        dataset: the split that they are of.
        rows: their numbers in it.

    Raises:
        ProjectError: a target is no class, or an input no finite number; the message names the row.
    """
    inputs, targets, classes = batch.inputs, batch.targets, dataset.signature.output_shape[-1]
    wrong = (targets < 0) | (targets >= classes)
    if wrong.any():
        place = tuple(np.argwhere(wrong)[0])
        raise ProjectError(
            f"Row {dataset.ids[rows[place[0]]]} has the target {targets[place]}, but the {classes} classes are 0 to "
            f"{classes - 1}. The data were changed after they were split; run `data` again."
        )
    # One sum instead of a look at each: only finite numbers leave it finite.
    if inputs.dtype.kind == "f" and not np.isfinite(inputs.sum(dtype=np.float64)):
        place = tuple(np.argwhere(~np.isfinite(inputs))[0])
        raise ProjectError(
            f"Row {dataset.ids[rows[place[0]]]} holds {inputs[place]}, which is no finite number. "
            "Mend or drop it in the source, and run `data` again."
        )


def not_finite(step: int, checkpoints: Path) -> ProjectError:
    """The error for a loss or gradient that is no number; no checkpoint was written with it."""
    return ProjectError(
        f"The loss or its gradient is no longer finite, at or shortly before step {step}. "
        f"The checkpoints in {checkpoints} are from before. Lower train.learning_rate or train.clip_norm, "
        "or set train.precision=fp32, and start anew."
    )
