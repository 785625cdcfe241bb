"""Checkpoints on disk: whole or not there, the one before kept, damage noticed.

Both frameworks write zip archives (`.pt`, `.npz`), whose checksums tell a damaged file from a sound one.
"""

import hashlib
import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal, TypeVar

import numpy as np
import numpy.typing as npt

from ..console import warn
from ..errors import ProjectError
from ..files import write_atomically

Name = Literal["best", "last"]
Loaded = TypeVar("Loaded")


def damage(path: Path) -> str | None:
    """What is wrong with a zip archive, or None where every checksum is right."""
    try:
        with zipfile.ZipFile(path) as archive:
            broken = archive.testzip()
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        return str(error)
    return None if broken is None else f"the checksum of {broken} is wrong"


class CheckpointStore:
    """The checkpoints of one run: `best` and `last`, each with its predecessor, in one folder."""

    def __init__(self, folder: Path, suffix: str) -> None:
        """Take care of `folder`; `suffix` is that of the framework's archive, for example `.pt`."""
        self.folder = folder
        self.suffix = suffix

    def path(self, name: Name) -> Path:
        return self.folder / f"{name}{self.suffix}"

    def previous(self, name: Name) -> Path:
        return self.folder / f"{name}.previous{self.suffix}"

    def save(self, name: Name, write: Callable[[Path], object]) -> Path:
        """Let `write` fill a file, and make it the checkpoint `name` once it is whole and on disk.

        Raises:
            ProjectError: the disk is full or cannot be written; the checkpoints there are as they were.
        """
        path = self.path(name)

        def keep_previous(temporary: Path) -> None:
            write(temporary)
            if path.exists():
                path.replace(self.previous(name))

        try:
            write_atomically(path, keep_previous)
        except OSError as error:
            raise ProjectError(
                f"{path} could not be written ({error}). Make room on the disk, then go on with `train --resume` "
                "from the checkpoint before, which is whole."
            ) from error
        return path

    def sound(self, name: Name, damage_of: Callable[[Path], str | None] = damage) -> Path | None:
        """The newest sound checkpoint `name`; says so where that is not the newest. None where there is none.

        Raises:
            ProjectError: there are checkpoints, and all of them are damaged or of another framework.
        """
        damaged: list[str] = []
        for path in (self.path(name), self.previous(name)):
            if not path.exists():
                continue
            problem = damage_of(path)
            if problem is None:
                if damaged:
                    warn(f"{damaged[-1]}; going back to {path.name}")
                return path
            damaged.append(f"{path.name} is damaged ({problem})")
        if damaged:
            raise ProjectError(
                f"No checkpoint in {self.folder} can be used: {'; '.join(damaged)}. Run `train` to start anew."
            )
        foreign = [file.name for file in self.folder.glob(f"{name}.*") if file.suffix != self.suffix]
        if foreign:
            raise ProjectError(
                f"{self.folder} holds {foreign[0]}, which another framework wrote; this one reads {name}{self.suffix}. "
                "Run `train` to start anew; what is there is put aside."
            )
        return None

    def load(self, name: Name, read: Callable[[Path], Loaded]) -> Loaded | None:
        """Read the newest sound checkpoint `name`; None where there is none. Raises what `sound` raises."""
        path = self.sound(name)
        return None if path is None else read(path)

    def put_aside(self) -> None:
        """Move the checkpoints out of the way of a new run; those put aside before are removed."""
        if self.folder.exists():
            previous = self.folder.with_name(f"{self.folder.name}.previous")
            shutil.rmtree(previous, ignore_errors=True)
            self.folder.replace(previous)

    def sweep(self) -> None:
        """Remove what a killed run left half-written."""
        for stale in self.folder.glob(f".*{self.suffix}"):
            stale.unlink(missing_ok=True)


def weights_sha256(tensors: Mapping[str, npt.NDArray[np.generic]]) -> str:
    """The SHA-256 of the bytes of all tensors, in the order of their names."""
    digest = hashlib.sha256()
    for name in sorted(tensors):
        digest.update(np.ascontiguousarray(tensors[name]).tobytes())
    return digest.hexdigest()
