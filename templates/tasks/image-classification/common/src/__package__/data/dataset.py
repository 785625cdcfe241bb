"""Splits in memory, and batches that depend on nothing but (seed, epoch, step).

A batch is drawn from the epoch's own permutation and augmented with the batch's own random numbers, so a run
that is stopped and resumed sees exactly what the uninterrupted run would have seen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, cast

import numpy as np
import numpy.typing as npt

from ..paths import Paths, SplitName
from .order import batch_generator, batch_indices
from .settings import DataSettings
from .shards import read_rows, shard_files
from .signature import Signature, load_signature
from .transforms import Pixels, augmentation

Inputs = npt.NDArray[np.float32]
Targets = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Batch:
    """`inputs` float32 [N, H, W, C], normalized images; `targets` int64 [N], their classes."""

    inputs: Inputs
    targets: Targets


@dataclass(frozen=True)
class Dataset:
    """A split in memory: `pixels` uint8 [N, H, W, C], `targets` int64 [N], `ids` as the source names them.

    `unit` is what the speed of training is counted in, `units_per_row` how many of them a row is.
    """

    unit: ClassVar[str] = "images"
    units_per_row: ClassVar[int] = 1

    ids: list[str]
    pixels: Pixels
    targets: Targets
    signature: Signature

    def __len__(self) -> int:
        return len(self.ids)

    def inputs(self, index: slice | npt.NDArray[np.int64]) -> Inputs:
        """Normalized images float32 [n, H, W, C] of the rows given."""
        return self.signature.normalize(self.pixels[index])


def load_split(paths: Paths, name: SplitName) -> Dataset:
    """Read a split from `data/processed`.

    Raises:
        ProjectError: the data pipeline has not run, or was stopped half-way.
    """
    signature = load_signature(paths.signature)
    rows = list(read_rows(shard_files(paths.processed / name, written_by="data split")))
    pixels = np.frombuffer(b"".join(cast("bytes", row["pixels"]) for row in rows), np.uint8)
    return Dataset(
        ids=[cast("str", row["id"]) for row in rows],
        pixels=pixels.reshape(len(rows), signature.height, signature.width, signature.channels),
        targets=np.asarray([row["label"] for row in rows], np.int64),
        signature=signature,
    )


def train_batch(
    dataset: Dataset,
    settings: DataSettings,
    *,
    seed: int,
    epoch: int,
    step: int,
    batch_size: int,
    part: slice = slice(None),
) -> Batch:
    """Rows `part` of batch `step` of `epoch`, shuffled and augmented: a pure function of its arguments.

    However a batch is divided, its parts make the whole: processes that train together see what one would see.
    """
    chosen = batch_indices(len(dataset), batch_size, seed=seed, epoch=epoch, step=step)
    generator = batch_generator(seed=seed, epoch=epoch, step=step)
    pixels = augmentation(settings.augment)(dataset.pixels[chosen], generator)[part]
    return Batch(inputs=dataset.signature.normalize(pixels), targets=dataset.targets[chosen[part]])


def batches(dataset: Dataset, batch_size: int) -> Iterator[Batch]:
    """All rows in their order, unchanged; the last batch is what is left over."""
    for start in range(0, len(dataset), batch_size):
        part = slice(start, start + batch_size)
        yield Batch(inputs=dataset.inputs(part), targets=dataset.targets[part])
