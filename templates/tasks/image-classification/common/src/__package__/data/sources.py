"""Where images come from. `ingest` copies them as they are to `data/raw`, so that later steps can be repeated."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from sklearn.datasets import load_digits

from ..config import Config
from ..console import say
from ..errors import ProjectError
from ..results import Source
from .decode import encode_png
from .shards import write_shards

RAW = pa.schema([("id", pa.string()), ("label", pa.string()), ("image", pa.binary())])
ENDINGS = frozenset({".png", ".jpg", ".jpeg"})
SHOWN = 5


@dataclass(frozen=True)
class RawImage:
    """An image as its source has it: `image` holds the bytes of a PNG or JPEG, not checked yet."""

    id: str
    label: str
    image: bytes


def ingest(config: Config) -> list[Source]:
    """Copy every image of the configured source to `data/raw`.

    Raises:
        ProjectError: the source is missing, or has no class or an empty class; `data/raw` is as it was.
    """
    settings = config.data
    if settings.source == "digits":
        images, name, path, license_name = digits(), "digits", "sklearn.datasets.load_digits", "CC BY 4.0"
    else:
        folder = (config.paths.root / Path(settings.path or "").expanduser()).resolve()
        images, name, path = image_folder(folder), folder.name, settings.path or ""
        license_name = settings.license
    digest = hashlib.sha256()

    def rows() -> Iterator[dict[str, object]]:
        for image in images:
            digest.update(f"{image.id}\0{image.label}\0".encode())
            digest.update(hashlib.sha256(image.image).digest())
            yield {"id": image.id, "label": image.label, "image": image.image}

    count = write_shards(config.paths.raw, rows(), RAW)
    say(f"ingest: {count} images from {path}")
    source = Source(
        name=name,
        path=path,
        license=settings.license or license_name,
        rows=count,
        sha256=digest.hexdigest(),
    )
    return [source]


def digits() -> Iterator[RawImage]:
    """The 1,797 real handwritten digits of 8 by 8 pixels that scikit-learn carries.

    Source: E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning
    Repository, 1998, https://doi.org/10.24432/C50P49, CC BY 4.0 (its test set). Their 17 gray levels are
    spread over 0 to 255.
    """
    data = load_digits()
    pixels = np.rint(data.images * (255 / 16)).astype(np.uint8)
    for index, (image, label) in enumerate(zip(pixels, data.target, strict=True)):
        yield RawImage(id=f"digit-{index:04d}", label=str(label), image=encode_png(image[..., None]))


def image_folder(folder: Path) -> Iterator[RawImage]:
    """The PNG and JPEG files of a folder that holds one folder a class, at any depth below it.

    The whole tree is looked at before the first image is given, so that a wrong folder is an error at once.

    Raises:
        ProjectError: the folder is missing, cannot be read, has fewer than two classes, or a class is empty.
    """
    classes = _class_folders(folder)
    files = {label.name: _image_files(label) for label in classes}
    empty = [label for label, found in files.items() if not found]
    if empty:
        raise ProjectError(
            f"No PNG or JPEG file lies in {_listed(empty)} of {folder}. "
            "Put images of the class there, or remove the folder."
        )
    return _read_all(folder, files)


def _class_folders(folder: Path) -> list[Path]:
    if not folder.is_dir():
        what = "is a file" if folder.exists() else "does not exist"
        raise ProjectError(f"data.path: {folder} {what}. Set it to a folder that holds one folder of images a class.")
    try:
        classes = sorted(entry for entry in folder.iterdir() if entry.is_dir() and not entry.name.startswith("."))
    except PermissionError as error:
        raise ProjectError(f"data.path: {folder} may not be read. Give yourself the right to read it.") from error
    if len(classes) < 2:
        raise ProjectError(
            f"data.path: {folder} holds {len(classes)} class folders, and at least two are needed. "
            "Sort the images into one folder a class, for example cats/ and dogs/."
        )
    return classes


def _image_files(folder: Path) -> list[Path]:
    found: list[Path] = []
    others = 0
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.startswith("."):
                continue
            if Path(name).suffix.lower() in ENDINGS:
                found.append(Path(parent) / name)
            else:
                others += 1
    if others:
        say(f"ingest: {others} files of class {folder.name} are neither PNG nor JPEG and are left out")
    return found


def _read_all(folder: Path, files: dict[str, list[Path]]) -> Iterator[RawImage]:
    for label, found in files.items():
        for path in found:
            try:
                data = path.read_bytes()
            except OSError as error:
                raise ProjectError(f"{path} cannot be read ({error.strerror}). Mend or remove it.") from error
            yield RawImage(id=path.relative_to(folder).as_posix(), label=label, image=data)


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return f"class {', '.join(repr(name) for name in names[:SHOWN])}{more}"
