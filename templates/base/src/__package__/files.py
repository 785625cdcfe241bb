"""Files that are either whole or not there, and their hashes."""

import hashlib
import os
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from .errors import ProjectError

Content = TypeVar("Content", bound=BaseModel)


def write_atomically(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a temporary file beside `path`, sync it to disk, and rename it into place.

    A crash at any moment leaves the old file or the new one, never a part of either.

    Raises:
        OSError: the disk is full or the folder is not writable; `path` is untouched.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex}{path.suffix}")
    try:
        write(temporary)
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def sweep(path: Path) -> None:
    """Remove what a killed `write_atomically` left half-written beside `path`."""
    for stale in path.parent.glob(f".{path.name}.*{path.suffix}"):
        stale.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8 with line feeds as line ends, whole or not at all."""
    write_atomically(path, lambda temporary: temporary.write_bytes(text.encode()))


def read_json(path: Path, kind: type[Content], *, made_by: str) -> Content:
    """Read what a command of the project has written, for example `data normalize`.

    Raises:
        ProjectError: the file is missing or damaged.
    """
    try:
        return kind.model_validate_json(path.read_bytes())
    except FileNotFoundError as error:
        raise ProjectError(f"{path} is missing. Run `{made_by}` first.") from error
    except ValidationError as error:
        raise ProjectError(f"{path} is damaged. Run `{made_by}` again.\n{error}") from error


def sha256_file(path: Path) -> str:
    """The SHA-256 of a file's bytes, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sha256_files(paths: Iterable[Path]) -> str:
    """One SHA-256 over the hashes of several files, in the order given."""
    return hashlib.sha256("".join(sha256_file(path) for path in paths).encode()).hexdigest()


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable; Windows has no such call and does not need it."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
