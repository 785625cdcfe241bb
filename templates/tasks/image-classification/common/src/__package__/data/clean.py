"""Cleaning: every raw image is decoded and brought to one shape, and what would mislead the model is dropped.

A rule is a function with a reason; `data.json` counts what each one dropped. Copies are dropped here, before
the split, because a copy of a training image in the test split would flatter the model.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ..config import Config
from ..console import say, warn
from ..errors import ProjectError
from ..report import Clean
from .decode import UnreadableImageError, decode_image, read_header
from .settings import DataSettings
from .shards import read_rows, shard_files, write_shards

INTERIM = pa.schema(
    [
        ("id", pa.string()),
        ("label", pa.string()),
        ("height", pa.int32()),
        ("width", pa.int32()),
        ("channels", pa.int32()),
        ("pixels", pa.binary()),
    ]
)
SHOWN = 5


@dataclass(frozen=True)
class Shape:
    """Of every image from here on, in pixels; 1 channel for gray, 3 for color."""

    height: int
    width: int
    channels: int


@dataclass(frozen=True)
class Picture:
    """A decoded image; `smallest_side` is that of the source, before it was resized."""

    id: str
    label: str
    pixels: npt.NDArray[np.uint8]
    smallest_side: int
    filled: bool

    def digest(self) -> bytes:
        """Equal for equal pixels, whatever file they came in."""
        return hashlib.sha256(self.pixels.tobytes()).digest()


def too_small(picture: Picture, settings: DataSettings) -> bool:
    """There is nothing to see in an image of a few pixels that was blown up."""
    return picture.smallest_side < settings.min_side


def blank(picture: Picture, _settings: DataSettings) -> bool:
    """One color all over: a failed scan or a placeholder."""
    return bool((picture.pixels == picture.pixels[0, 0]).all())


RULES = {"too_small": too_small, "blank": blank}


def clean(config: Config) -> Clean:
    """Decode `data/raw`, drop what breaks a rule, and write `data/interim`.

    The pictures of one data set are held in memory, one byte a value.

    Raises:
        ProjectError: nothing is left of a class, sizes differ and none was chosen, or, with `data.strict`,
            an image cannot be decoded.
    """
    files = shard_files(config.paths.raw, written_by="data ingest")
    shape = choose_shape(config.data, files)
    dropped: Counter[str] = Counter()
    pictures: list[Picture] = []
    broken: list[str] = []
    labels: Counter[str] = Counter()
    for name, label, picture in decode_all(files, shape, config.data):
        labels[label] += 1
        if isinstance(picture, str):
            broken.append(f"{name}: {picture}")
            dropped["unreadable"] += 1
            continue
        reason = next((reason for reason, breaks in RULES.items() if breaks(picture, config.data)), None)
        if reason is None:
            pictures.append(picture)
        else:
            dropped[reason] += 1
    _report_broken(broken, strict=config.data.strict)
    kept = drop_copies(pictures, dropped)
    _require_every_class(labels, kept, dropped)
    write_shards(
        config.paths.interim,
        (
            {"id": picture.id, "label": picture.label, "pixels": picture.pixels.tobytes(), **vars(shape)}
            for picture in kept
        ),
        INTERIM,
    )
    filled = sum(picture.filled for picture in kept)
    rows = labels.total()
    say(f"clean: {len(kept)} of {rows} images kept at {shape.height} x {shape.width} x {shape.channels}")
    for reason, count in sorted(dropped.items()):
        say(f"clean: {count} dropped, {reason}")
    return Clean(rows_in=rows, rows_kept=len(kept), dropped=dict(dropped), filled={"transparency": filled})


def choose_shape(settings: DataSettings, files: list[Path]) -> Shape:
    """The shape that is configured, or that all images share; color where any image has it.

    Raises:
        ProjectError: sizes differ and `data.image_size` does not say which to take.
    """
    sizes: Counter[tuple[int, int]] = Counter()
    colored = False
    for row in read_rows(files):
        try:
            header = read_header(cast("bytes", row["image"]))
        except UnreadableImageError:
            continue  # decoding counts it
        sizes[header.height, header.width] += 1
        colored = colored or not header.gray
    if not sizes:
        raise ProjectError("None of the images can be read. Check data.path: it must hold PNG or JPEG files.")
    channels = {"gray": 1, "color": 3, "auto": 3 if colored else 1}[settings.color]
    if settings.image_size is not None:
        return Shape(settings.image_size, settings.image_size, channels)
    (height, width), _ = sizes.most_common(1)[0]
    if len(sizes) > 1:
        raise ProjectError(
            f"The images have {len(sizes)} different sizes, most often {height} x {width}. "
            "Choose one for all of them, for example --set data.image_size=64."
        )
    return Shape(height, width, channels)


def decode_all(files: list[Path], shape: Shape, settings: DataSettings) -> Iterator[tuple[str, str, Picture | str]]:
    """Id, label and picture of every raw image; in the place of a broken one, what is wrong with it."""
    for row in read_rows(files):
        name, label, data = cast("str", row["id"]), cast("str", row["label"]), cast("bytes", row["image"])
        try:
            header = read_header(data)
            decoded = decode_image(data, **vars(shape), fit=settings.fit)
        except UnreadableImageError as error:
            yield name, label, str(error)
        else:
            side = min(header.height, header.width)
            yield name, label, Picture(name, label, decoded.pixels, side, decoded.filled)


def drop_copies(pictures: list[Picture], dropped: Counter[str]) -> list[Picture]:
    """Keep the first of equal pictures; where equal pictures have different labels, none can be trusted."""
    groups: dict[bytes, list[Picture]] = defaultdict(list)
    for picture in pictures:
        groups[picture.digest()].append(picture)
    kept: list[Picture] = []
    for group in groups.values():
        if len({picture.label for picture in group}) > 1:
            dropped["conflicting_label"] += len(group)
            names = ", ".join(picture.id for picture in group[:SHOWN])
            warn(f"the same image has different classes, all are dropped: {names}")
        else:
            kept.append(group[0])
            if len(group) > 1:
                dropped["duplicate"] += len(group) - 1
    return kept


def _report_broken(broken: list[str], *, strict: bool) -> None:
    for line in broken[:SHOWN]:
        warn(f"unreadable image {line}")
    if len(broken) > SHOWN:
        warn(f"and {len(broken) - SHOWN} more unreadable images")
    if broken and strict:
        raise ProjectError(
            f"{len(broken)} images cannot be read, the first is {broken[0]}. "
            "Mend or remove them, or set data.strict=false to drop them."
        )


def _require_every_class(labels: Counter[str], kept: list[Picture], dropped: Counter[str]) -> None:
    gone = sorted(set(labels) - {picture.label for picture in kept})
    if gone:
        reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(dropped.items()))
        raise ProjectError(
            f"No usable image is left of class {', '.join(map(repr, gone[:SHOWN]))} (dropped: {reasons}). "
            "Add images of the class to the source, or remove the class."
        )
