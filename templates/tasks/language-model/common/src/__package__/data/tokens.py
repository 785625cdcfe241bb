"""Tokens on disk: flat files of one whole number a token, read through memory maps and never whole.

A folder holds `tokens-00000-of-00002.bin` and so on, and `tokens.json`, which says how many tokens each file has and
what its bytes hash to. The files are one stream of documents, each after a token that marks where it begins:
`end d d d end d d …`.
"""

import hashlib
import shutil
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, ValidationError

from ..errors import ProjectError
from ..files import sha256_file, write_text

MANIFEST = "tokens.json"
AGAIN = "Run `data normalize` again."


class TokenFile(BaseModel):
    """One file of the stream."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    tokens: int
    sha256: str


class Manifest(BaseModel):
    """What lies in a folder; little-endian numbers of type `dtype`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    dtype: Literal["<u2", "<u4"]
    documents: int
    tokens: int
    files: tuple[TokenFile, ...]


@dataclass(frozen=True)
class TokenStream:
    """The tokens of a split as one long row that begins anew after its last; a window may cross from file to file."""

    folder: Path
    manifest: Manifest
    maps: tuple[npt.NDArray[np.unsignedinteger], ...]
    starts: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return self.manifest.tokens

    def read(self, start: int, count: int) -> npt.NDArray[np.int64]:
        """Tokens int64 [count] from place `start` on; behind the last comes the first."""
        pieces: list[npt.NDArray[np.unsignedinteger]] = []
        while count > 0:
            start %= len(self)
            file = int(np.searchsorted(self.starts, start, side="right")) - 1
            first = start - int(self.starts[file])
            piece = self.maps[file][first : first + count]
            pieces.append(piece)
            start, count = start + len(piece), count - len(piece)
        return np.concatenate(pieces).astype(np.int64) if pieces else np.empty(0, np.int64)

    def chunks(self, size: int) -> Iterator[npt.NDArray[np.int64]]:
        """The whole stream once, in runs of `size` tokens; the last is what is left."""
        for start in range(0, len(self), size):
            yield self.read(start, min(size, len(self) - start))

    def verify(self) -> None:
        """Read every byte and compare it with what was written.

        Raises:
            ProjectError: a file has changed since.
        """
        for file in self.manifest.files:
            if sha256_file(self.folder / file.name) != file.sha256:
                raise ProjectError(f"{self.folder / file.name} has changed since it was written. {AGAIN}")


def write_tokens(
    folder: Path, documents: Iterable[list[int]], *, end: int, tokens_per_file: int = 64 << 20
) -> Manifest:
    """Write documents to `folder` in place of the tokens there.

    New files are complete before an old one is touched, and the manifest comes last: what a kill leaves is either
    the old set, the new one, or none that `open_tokens` takes.

    Args:
        folder: where they go.
        documents: the tokens of each, in order.
        end: the token put before each document; no other is larger.
        tokens_per_file: a file is closed with the document that fills it.
    """
    dtype: Literal["<u2", "<u4"] = "<u2" if end < 1 << 16 else "<u4"
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob(".tokens-*"):
        shutil.rmtree(stale, ignore_errors=True)
    staging = folder / f".tokens-{uuid.uuid4().hex}"
    staging.mkdir()
    try:
        stream = iter(documents)
        filled: list[_Filled] = []
        while (new := _fill(staging / str(len(filled)), stream, dtype, end, tokens_per_file)).documents:
            filled.append(new)
        names = [f"tokens-{index:05d}-of-{len(filled):05d}.bin" for index in range(len(filled))]
        remove_tokens(folder)
        for index, name in enumerate(names):
            (staging / str(index)).replace(folder / name)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    manifest = Manifest(
        dtype=dtype,
        documents=sum(file.documents for file in filled),
        tokens=sum(file.tokens for file in filled),
        files=tuple(
            TokenFile(name=name, tokens=file.tokens, sha256=file.sha256)
            for name, file in zip(names, filled, strict=True)
        ),
    )
    write_text(folder / MANIFEST, manifest.model_dump_json(indent=2) + "\n")
    return manifest


class _Filled(NamedTuple):
    documents: int
    tokens: int
    sha256: str


def _fill(path: Path, documents: Iterator[list[int]], dtype: str, end: int, limit: int) -> _Filled:
    """Write documents to a file until it has `limit` tokens or there are no more."""
    count, tokens, digest = 0, 0, hashlib.sha256()
    with path.open("wb") as file:
        while tokens < limit and (document := next(documents, None)) is not None:
            data = np.asarray([end, *document], dtype).tobytes()
            file.write(data)
            digest.update(data)
            tokens += len(document) + 1
            count += 1
    return _Filled(count, tokens, digest.hexdigest())


def remove_tokens(folder: Path) -> None:
    """Remove the tokens in `folder`: those of text that is about to change."""
    (folder / MANIFEST).unlink(missing_ok=True)
    for file in folder.glob("tokens-*.bin"):
        file.unlink()


def token_files(folder: Path) -> list[Path]:
    """The manifest and the files that it names, for the inputs of a report.

    Raises:
        ProjectError: there is no manifest, or a damaged one.
    """
    return [folder / MANIFEST, *(folder / file.name for file in _read_manifest(folder).files)]


def open_tokens(folder: Path) -> TokenStream:
    """Map the files of a folder into memory.

    Raises:
        ProjectError: there are none, or a file is missing or has another size than it was written with.
    """
    manifest = _read_manifest(folder)
    size = np.dtype(manifest.dtype).itemsize
    maps: list[npt.NDArray[np.unsignedinteger]] = []
    for file in manifest.files:
        path = folder / file.name
        if not path.is_file():
            raise ProjectError(f"{path} is missing. {AGAIN}")
        bytes_there = path.stat().st_size
        if bytes_there != file.tokens * size:
            raise ProjectError(f"{path} has {bytes_there:,} bytes and should have {file.tokens * size:,}. {AGAIN}")
        maps.append(np.memmap(path, manifest.dtype, mode="r"))
    counts = np.asarray([0, *(file.tokens for file in manifest.files)], np.int64)
    return TokenStream(folder, manifest, tuple(maps), counts.cumsum()[:-1])


def _read_manifest(folder: Path) -> Manifest:
    path = folder / MANIFEST
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except FileNotFoundError as error:
        raise ProjectError(f"{folder} holds no tokens yet. Run `data normalize` first.") from error
    except ValidationError as error:
        raise ProjectError(f"{path} is damaged. {AGAIN}\n{error}") from error
