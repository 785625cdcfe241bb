"""Cleaning: every raw image is decoded and brought to one shape, and what would mislead the model is dropped.

A rule is a function with a reason; `data.json` counts what each one dropped. Copies are dropped here, before
the split, because a copy of a training image in the test split would flatter the model.
"""

import hashlib
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import compress
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ..config import Config
from ..console import say, warn
from ..errors import ProjectError
from ..results import Clean
from .decode import UnreadableImageError, decode_image, read_header
from .settings import DataSettings
from .shards import Each, one_by_one, read_rows, shard_files, write_shards

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


@dataclass
class Seen:
    """What is remembered of the pictures, one after the other: enough to find copies and to report."""

    labels: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    label_of: list[str] = field(default_factory=list)
    filled: list[bool] = field(default_factory=list)
    copies: dict[bytes, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, picture: Picture) -> None:
        """Remember a picture that breaks no rule."""
        self.copies[picture.digest()].append(len(self.names))
        self.names.append(picture.id)
        self.label_of.append(picture.label)
        self.filled.append(picture.filled)

    def without_copies(self) -> list[bool]:
        """Whether each picture is kept: the first of equal ones, and none where equal ones have different labels."""
        kept = [False] * len(self.names)
        for group in self.copies.values():
            if len({self.label_of[number] for number in group}) > 1:
                self.dropped["conflicting_label"] += len(group)
                names = ", ".join(self.names[number] for number in group[:SHOWN])
                warn(f"the same image has different classes, all are dropped: {names}")
            else:
                kept[group[0]] = True
                self.dropped["duplicate"] += len(group) - 1
        self.dropped = +self.dropped  # no line for what did not happen
        return kept


def too_small(picture: Picture, settings: DataSettings) -> bool:
    """There is nothing to see in an image of a few pixels that was blown up."""
    return picture.smallest_side < settings.min_side


def blank(picture: Picture, _settings: DataSettings) -> bool:
    """One color all over: a failed scan or a placeholder."""
    return bool((picture.pixels == picture.pixels[0, 0]).all())


RULES = {"too_small": too_small, "blank": blank}


def clean(config: Config, each: Each = one_by_one) -> Clean:
    """Decode `data/raw`, drop what breaks a rule, and write `data/interim`.

    What is held in memory is a digest a picture, not the pictures. `each` goes through the shards; the rows are the
    same whichever does.

    Raises:
        ProjectError: nothing is left of a class, sizes differ and none was chosen, or, with `data.strict`,
            an image cannot be decoded.
    """
    files = shard_files(config.paths.raw, written_by="data ingest")
    shape = choose_shape(config.data, files)
    seen = Seen()

    def sound() -> Iterator[dict[str, object]]:
        for name, label, picture in each(partial(decode_shard, shape=shape, settings=config.data), files):
            seen.labels[label] += 1
            if isinstance(picture, str):
                seen.broken.append(f"{name}: {picture}")
                seen.dropped["unreadable"] += 1
                continue
            reason = next((reason for reason, breaks in RULES.items() if breaks(picture, config.data)), None)
            if reason is None:
                seen.add(picture)
                yield {"id": name, "label": label, "pixels": picture.pixels.tobytes(), **vars(shape)}
            else:
                seen.dropped[reason] += 1

    # Whether a picture has a copy is known after the last one: until then all of them lie beside.
    beside = config.paths.interim / "sound"
    try:
        write_shards(beside, sound(), INTERIM)
        _report_broken(seen.broken, strict=config.data.strict)
        kept = seen.without_copies()
        _require_every_class(seen, kept)
        write_shards(config.paths.interim, compress(read_rows(shard_files(beside, written_by="clean")), kept), INTERIM)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    rows, left = seen.labels.total(), sum(kept)
    say(f"clean: {left} of {rows} images kept at {shape.height} x {shape.width} x {shape.channels}")
    for reason, count in sorted(seen.dropped.items()):
        say(f"clean: {count} dropped, {reason}")
    filled = sum(compress(seen.filled, kept))
    return Clean(rows_in=rows, rows_kept=left, dropped=dict(seen.dropped), filled={"transparency": filled})


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


def decode_shard(file: Path, shape: Shape, settings: DataSettings) -> Iterator[tuple[str, str, Picture | str]]:
    """Id, label and picture of each raw image of a shard; in the place of a broken one, what is wrong with it."""
    for row in read_rows([file]):
        name, label, data = cast("str", row["id"]), cast("str", row["label"]), cast("bytes", row["image"])
        try:
            header = read_header(data)
            decoded = decode_image(data, **vars(shape), fit=settings.fit)
        except UnreadableImageError as error:
            yield name, label, str(error)
        else:
            side = min(header.height, header.width)
            yield name, label, Picture(name, label, decoded.pixels, side, decoded.filled)


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


def _require_every_class(seen: Seen, kept: list[bool]) -> None:
    gone = sorted(set(seen.labels) - set(compress(seen.label_of, kept)))
    if gone:
        reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(seen.dropped.items()))
        raise ProjectError(
            f"No usable image is left of class {', '.join(map(repr, gone[:SHOWN]))} (dropped: {reasons}). "
            "Add images of the class to the source, or remove the class."
        )
