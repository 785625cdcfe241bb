"""Text that people have in files: folders of plain text, and JSON Lines."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from ..errors import ProjectError
from .compressed import open_maybe_compressed
from .document import RawDocument, printable

BLOCK = 1 << 20
LONGEST_LINE = 64 << 20  # of JSON Lines, in bytes; a longer one is counted and left out


def find_files(path: Path, endings: tuple[str, ...]) -> list[Path]:
    """The file named, or those below a folder whose names end so, in the order of their names.

    Raises:
        ProjectError: there is none, or it may not be read.
    """
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise ProjectError(f"data.path: {path} does not exist. Set it to a file or a folder of {_listed(endings)}.")
    try:
        os.scandir(path).close()
    except PermissionError as error:
        raise ProjectError(f"data.path: {path} may not be read. Give yourself the right to read it.") from error
    found: list[Path] = []
    for parent, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        chosen = (name for name in sorted(names) if not name.startswith(".") and name.lower().endswith(endings))
        found += [Path(parent) / name for name in chosen]
    if not found:
        raise ProjectError(f"data.path: {path} holds no file that ends with {_listed(endings)}. Put text there.")
    return found


def text_folder(path: Path) -> Iterator[RawDocument]:
    """The .txt and .md files of a folder, at any depth; a group is a folder directly below it.

    Raises:
        ProjectError: there is none.
    """
    root = path if path.is_dir() else path.parent
    return _text_documents(root, find_files(path, (".txt", ".md")))


def json_lines(path: Path, field: str) -> Iterator[RawDocument]:
    """The text in one field of each line of .jsonl and .jsonl.gz files; a group is a file.

    Raises:
        ProjectError: there is no such file.
    """
    root = path if path.is_dir() else path.parent
    return _json_documents(root, find_files(path, (".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz")), field)


def _text_documents(root: Path, files: list[Path]) -> Iterator[RawDocument]:
    for file in files:
        relative = file.relative_to(root)
        group = relative.parts[0] if len(relative.parts) > 1 else root.name
        name, group = printable(relative), printable(Path(group))
        try:
            with file.open("rb") as stream:
                yield RawDocument(name, group, text=_blocks(stream, file))
        except OSError as error:
            yield RawDocument(name, group, problem="unreadable", detail=str(error.strerror))


def _blocks(stream: IO[bytes], file: Path) -> Iterator[bytes]:
    try:
        while block := stream.read(BLOCK):
            yield block
    except OSError as error:
        raise ProjectError(f"{file} cannot be read to its end ({error.strerror}). Mend or remove it.") from error


def _json_documents(root: Path, files: list[Path], field: str) -> Iterator[RawDocument]:
    for file in files:
        name = printable(file.relative_to(root))
        number = 0
        try:
            stream, compressed = open_maybe_compressed(file)
            with stream:
                while line := stream.readline(LONGEST_LINE):
                    number += 1
                    if not line.isspace():
                        yield _json_document(f"{name}:{number}", name, line, field)
                    if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
                        _skip_line(stream)
        except OSError as error:
            yield RawDocument(name, name, problem="unreadable", detail=str(error.strerror))
        else:
            if compressed is not None and compressed.damage:
                detail = f"after line {number}: {compressed.damage}"
                yield RawDocument(name, name, problem="damaged_file", detail=detail)


def _json_document(name: str, group: str, line: bytes, field: str) -> RawDocument:
    if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
        return RawDocument(name, group, problem="too_long", detail=f"the line has more than {LONGEST_LINE:,} bytes")
    try:
        content = json.loads(line)
    except (ValueError, RecursionError) as error:
        return RawDocument(name, group, problem="not_json", detail=str(error))
    text = content.get(field) if isinstance(content, dict) else None
    if not isinstance(text, str):
        return RawDocument(name, group, problem="no_text_field", detail=f"there is no text in the field {field!r}")
    # JSON can write half of a surrogate pair, which is no text; cleaning counts it.
    return RawDocument(name, group, text=[text.encode("utf-8", "surrogatepass")])


def _skip_line(stream: IO[bytes]) -> None:
    while (line := stream.readline(BLOCK)) and not line.endswith(b"\n"):
        pass


def _listed(endings: tuple[str, ...]) -> str:
    return " or ".join(endings)
