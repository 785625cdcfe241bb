"""Splits in memory, and batches that depend on nothing but (seed, epoch, step).

A batch is drawn from the epoch's own permutation and augmented with the batch's own random numbers, so a run
that is stopped and resumed sees exactly what the uninterrupted run would have seen.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt

from ..paths import Paths, SplitName
from .order import batch_generator, batch_indices
from .shards import read_rows, shard_files
from .signature import Signature, load_signature

Images = npt.NDArray[np.float32]
Pixels = npt.NDArray[np.uint8]
Labels = npt.NDArray[np.int64]
Augmentation = Callable[[Pixels, np.random.Generator], Pixels]


@dataclass(frozen=True)
class Batch:
    """`images` float32 [N, H, W, C], normalized; `labels` int64 [N]."""

    images: Images
    labels: Labels


@dataclass(frozen=True)
class Dataset:
    """A split in memory: `pixels` uint8 [N, H, W, C], `labels` int64 [N], `ids` as the source names them."""

    ids: list[str]
    pixels: Pixels
    labels: Labels
    signature: Signature

    def __len__(self) -> int:
        return len(self.ids)

    def images(self, index: slice | npt.NDArray[np.int64]) -> Images:
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
        labels=np.asarray([row["label"] for row in rows], np.int64),
        signature=signature,
    )


def train_batch(
    dataset: Dataset, augmentation: Augmentation, *, seed: int, epoch: int, step: int, batch_size: int
) -> Batch:
    """Batch `step` of `epoch`, shuffled and augmented: a pure function of its arguments."""
    chosen = batch_indices(len(dataset), batch_size, seed=seed, epoch=epoch, step=step)
    pixels = augmentation(dataset.pixels[chosen], batch_generator(seed=seed, epoch=epoch, step=step))
    return Batch(images=dataset.signature.normalize(pixels), labels=dataset.labels[chosen])


def batches(dataset: Dataset, batch_size: int) -> Iterator[Batch]:
    """All rows in their order, unchanged; the last batch is what is left over."""
    for start in range(0, len(dataset), batch_size):
        part = slice(start, start + batch_size)
        yield Batch(images=dataset.images(part), labels=dataset.labels[part])
