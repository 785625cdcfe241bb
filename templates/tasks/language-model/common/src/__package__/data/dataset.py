"""Windows of a split's tokens, and batches that depend on nothing but (seed, epoch, step).

A batch is drawn from the epoch's own permutation and cut at the epoch's own offset, so a run that is stopped and
resumed sees exactly what the uninterrupted run would have seen.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from ..errors import ProjectError
from ..paths import Paths, SplitName
from .order import batch_indices
from .settings import DataSettings
from .signature import Signature, load_signature
from .tokens import TokenStream, open_tokens

Inputs = npt.NDArray[np.int64]
Targets = npt.NDArray[np.int64]
Rows = slice | npt.NDArray[np.int64]


@dataclass(frozen=True)
class Batch:
    """`inputs` int64 [N, T], windows of tokens; `targets` int64 [N, T], the token after each of them."""

    inputs: Inputs
    targets: Targets


@dataclass(frozen=True)
class Dataset:
    """A split cut into windows of `context` tokens without gap or overlap, on disk until it is asked for.

    Each token is the target of one place of one window. What is left at the end, less than a window, is in none.
    `unit` is what the speed of training is counted in, `units_per_row` how many of them a row is.
    """

    unit: ClassVar[str] = "tokens"

    name: SplitName
    stream: TokenStream
    signature: Signature

    def __len__(self) -> int:
        return len(self.stream) // self.signature.context

    @property
    def units_per_row(self) -> int:
        return self.signature.context

    @property
    def ids(self) -> list[str]:
        """Of each window, in order."""
        return [f"{self.name}-{number:08d}" for number in range(len(self))]

    @property
    def targets(self) -> Targets:
        """Of every window, int64 [N, T]; for a split that fits in memory."""
        return self.batch(range(len(self))).targets

    def inputs(self, index: Rows) -> Inputs:
        """Tokens int64 [n, T] of the windows given."""
        return self.batch(np.arange(len(self))[index]).inputs

    def batch(self, rows: Iterable[int], offset: int = 0) -> Batch:
        """Some windows and their targets, all of them moved `offset` tokens on."""
        length = self.signature.context
        windows = [self.stream.read(offset + int(row) * length, length + 1) for row in rows]
        tokens = np.stack(windows) if windows else np.empty((0, length + 1), np.int64)
        return Batch(inputs=np.ascontiguousarray(tokens[:, :-1]), targets=np.ascontiguousarray(tokens[:, 1:]))


def load_split(paths: Paths, name: SplitName) -> Dataset:
    """Open a split in `data/processed`.

    Raises:
        ProjectError: the data pipeline has not run or was stopped half-way, or the split is shorter than a window.
    """
    signature = load_signature(paths.signature)
    stream = open_tokens(paths.processed / name)
    if len(stream) < signature.context:
        raise ProjectError(
            f"The {name} split has {len(stream)} tokens, fewer than one window of {signature.context}. "
            "Add text, or lower data.context, and run `data` again."
        )
    return Dataset(name, stream, signature)


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
    """Rows `part` of batch `step` of `epoch`, shuffled and moved by the epoch's offset: a pure function.

    However a batch is divided, its parts make the whole: processes that train together see what one would see.
    """
    chosen = batch_indices(len(dataset), batch_size, seed=seed, epoch=epoch, step=step)
    return dataset.batch(chosen[part], epoch_offset(dataset, settings, seed=seed, epoch=epoch))


def epoch_offset(dataset: Dataset, settings: DataSettings, *, seed: int, epoch: int) -> int:
    """How far the windows of an epoch are moved, from 0 to less than a window."""
    if not settings.augment.offset:
        return 0
    return int(np.random.default_rng([seed, epoch, 2]).integers(dataset.signature.context))


def batches(dataset: Dataset, batch_size: int) -> Iterator[Batch]:
    """All windows in their order, unmoved; the last batch is what is left over."""
    for start in range(0, len(dataset), batch_size):
        yield dataset.batch(range(start, min(start + batch_size, len(dataset))))
