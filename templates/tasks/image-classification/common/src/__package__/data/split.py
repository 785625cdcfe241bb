"""Splitting: each class is divided between training, validation and test, once and for all for a seed."""

import re
from itertools import compress
from typing import cast

import numpy as np
import pyarrow as pa

from ..config import Config
from ..console import say
from ..paths import SPLITS
from ..results import Split
from .clean import INTERIM
from .shards import read_rows, shard_files, write_shards
from .stratify import stratified_split

PROCESSED = INTERIM.remove(INTERIM.get_field_index("label")).append(pa.field("class", pa.string()))
PROCESSED = PROCESSED.append(pa.field("label", pa.int64()))


def split(config: Config) -> Split:
    """Read `data/interim` and write `data/processed/{train,validation,test}`.

    Raises:
        ProjectError: a class has too few images.
    """
    files = shard_files(config.paths.interim, written_by="data clean")
    labels = [cast("str", row["label"]) for row in read_rows(files, columns=["label"])]
    settings = config.data.split
    fractions = {name: float(getattr(settings, name)) for name in SPLITS}
    parts = stratified_split(labels, fractions, seed=settings.seed)
    numbers = {label: number for number, label in enumerate(sorted(set(labels), key=natural_order))}
    for name, chosen in parts.items():
        rows = compress(read_rows(files), np.isin(np.arange(len(labels)), chosen))
        numbered = ({**row, "class": row["label"], "label": numbers[cast("str", row["label"])]} for row in rows)
        write_shards(config.paths.processed / name, numbered, PROCESSED)
    counts = {name: len(chosen) for name, chosen in parts.items()}
    say(f"split: {', '.join(f'{count} {name}' for name, count in counts.items())}, {len(numbers)} classes")
    return Split(**counts, by="class")


def natural_order(label: str) -> list[tuple[int, str]]:
    """A sorting key that puts `class 9` before `class 10`."""
    pieces = re.split(r"([0-9]+)", label)
    return [(int(piece), "") if index % 2 else (-1, piece) for index, piece in enumerate(pieces)]
