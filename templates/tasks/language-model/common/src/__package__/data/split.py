"""Splitting: a hash of its name puts a document into training, validation or test, once and for all for a seed.

A document stays where it is when others come or go, so results stay comparable while data grow. The pieces of a
document stay together, unless `data.split.by` is `piece`.
"""

import hashlib
from collections.abc import Iterator
from typing import cast

from ..config import Config
from ..console import say
from ..errors import ProjectError
from ..paths import SPLITS, SplitName
from ..results import Split
from .clean import INTERIM
from .document import SHARD_BYTES
from .settings import SplitSettings
from .shards import Row, read_rows, shard_files, write_shards
from .tokens import remove_tokens


def split(config: Config) -> Split:
    """Read `data/interim` and write `data/processed/{train,validation,test}`.

    Raises:
        ProjectError: a part would be empty; the parts are as they were.
    """
    files = shard_files(config.paths.interim, written_by="data clean")
    settings = config.data.split
    counts = dict.fromkeys(SPLITS, 0)
    for row in read_rows(files, columns=["id", "document"]):
        counts[part_of(row, settings)] += 1
    _require_every_part(counts, settings)
    for name in SPLITS:
        # The tokens are of the text that was here.
        remove_tokens(config.paths.processed / name)
        chosen = _rows_of(read_rows(files), name, settings)
        write_shards(config.paths.processed / name, chosen, INTERIM, bytes_per_shard=SHARD_BYTES)
    say(f"split: {', '.join(f'{count} {name}' for name, count in counts.items())}, by {settings.by}")
    return Split(**counts, by=settings.by)


def part_of(row: Row, settings: SplitSettings) -> SplitName:
    """The part that a text belongs to: a pure function of its name and the seed."""
    name = cast("str", row["id" if settings.by == "piece" else "document"])
    digest = hashlib.blake2b(f"{settings.seed}\0{name}".encode(), digest_size=8).digest()
    place = int.from_bytes(digest) / 2**64
    if place < settings.test:
        return "test"
    return "validation" if place < settings.test + settings.validation else "train"


def _rows_of(rows: Iterator[dict[str, object]], name: SplitName, settings: SplitSettings) -> Iterator[Row]:
    return (row for row in rows if part_of(row, settings) == name)


def _require_every_part(counts: dict[SplitName, int], settings: SplitSettings) -> None:
    empty = [name for name, count in counts.items() if not count]
    if not empty:
        return
    total = sum(counts.values())
    advice = "Add documents, or give these parts more in data.split."
    if settings.by == "document":
        advice += " A few long documents can be divided: --set data.split.by=piece."
    raise ProjectError(f"None of the {total} texts falls to {' and '.join(empty)}. {advice}")
