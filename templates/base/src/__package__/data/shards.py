"""Parquet shards: `part-00000-of-00003.parquet` and so on.

The name says how many there are, so that a set that was cut short is noticed and never read as if it were whole.
"""

import re
import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from ..errors import ProjectError

NAME = re.compile(r"part-(\d{5})-of-(\d{5})\.parquet")

Row = Mapping[str, object]
Item = TypeVar("Item")


class Each(Protocol):
    """How shards are gone through: `read` is called with each of them, and what it yields comes in their order."""

    def __call__(self, read: Callable[[Path], Iterator[Item]], files: Sequence[Path]) -> Iterator[Item]:
        """Give what `read` yields."""
        ...


def one_by_one(read: Callable[[Path], Iterator[Item]], files: Sequence[Path]) -> Iterator[Item]:
    """Go through shards in this process, in no more memory than one item needs."""
    for file in files:
        yield from read(file)


def write_shards(folder: Path, rows: Iterable[Row], schema: pa.Schema, *, bytes_per_shard: int = 64 << 20) -> int:
    """Write `rows` to `folder` in place of the shards there, and return how many rows there were.

    New shards are complete before an old one is touched, so an error or a full disk loses nothing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob(".writing-*"):
        shutil.rmtree(stale, ignore_errors=True)
    staging = folder / f".writing-{uuid.uuid4().hex}"
    staging.mkdir()
    try:
        count = 0
        parts: list[Path] = []
        for group in _groups(rows, bytes_per_shard):
            part = staging / f"{len(parts)}.parquet"
            pq.write_table(pa.Table.from_pylist(group, schema=schema), part, compression="zstd")
            parts.append(part)
            count += len(group)
        # Old ones go first: what a kill leaves here is an incomplete set, which `shard_files` refuses.
        for old in folder.glob("part-*.parquet"):
            old.unlink()
        for index, part in enumerate(parts):
            part.replace(folder / f"part-{index:05d}-of-{len(parts):05d}.parquet")
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return count


def shard_files(folder: Path, *, written_by: str) -> list[Path]:
    """The shards in `folder`, in order.

    Args:
        folder: where they lie.
        written_by: the command that writes them, for the message, for example `data clean`.

    Raises:
        ProjectError: there are none, or some are missing.
    """
    files = sorted(folder.glob("part-*.parquet"))
    numbers = [match.groups() for file in files if (match := NAME.fullmatch(file.name))]
    if not files:
        raise ProjectError(f"{folder} holds no data yet. Run `{written_by}` first.")
    if len(numbers) != len(files) or any(int(total) != len(files) for _, total in numbers):
        raise ProjectError(f"{folder} is incomplete: a run was stopped half-way. Run `{written_by}` again.")
    return files


def read_rows(
    files: Iterable[Path], *, batch_rows: int = 256, columns: Sequence[str] | None = None
) -> Iterator[dict[str, object]]:
    """The rows of some shards, one at a time and in order, a small part of them in memory.

    Args:
        files: the shards.
        batch_rows: how many rows are in memory at once.
        columns: those that are read; by default, all.

    Raises:
        ProjectError: a shard is not a Parquet file.
    """
    for file in files:
        try:
            with pq.ParquetFile(file) as shard:
                for batch in shard.iter_batches(batch_size=batch_rows, columns=columns):
                    yield from batch.to_pylist()
        except pa.ArrowInvalid as error:
            raise ProjectError(f"{file} is damaged ({error}). Run the data pipeline again.") from error


def _groups(rows: Iterable[Row], limit: int) -> Iterator[list[Row]]:
    """Cut rows into runs of about `limit` bytes; at least one run, so that an empty set is a set too."""
    group: list[Row] = []
    size = 0
    first = True
    for row in rows:
        group.append(row)
        size += sum(len(value) if isinstance(value, bytes | str) else 8 for value in row.values())
        if size >= limit:
            yield group
            group, size, first = [], 0, False
    if group or first:
        yield group
