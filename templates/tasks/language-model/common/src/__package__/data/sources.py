"""Where text comes from. `ingest` copies it as it is to `data/raw`, so that later steps can be repeated."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from ..config import Config
from ..console import say, warn
from ..errors import ProjectError
from ..files import sha256_file
from ..results import Source
from .document import SHARD_BYTES, RawDocument, cut
from .python_docs import python_docs
from .settings import DataSettings
from .shards import write_shards
from .text_files import json_lines, text_folder
from .warc import warc

# `document` is what a source calls a text; a long one is several rows with an id of their own.
RAW = pa.schema(
    [
        ("id", pa.string()),
        ("document", pa.string()),
        ("group", pa.string()),
        ("text", pa.binary()),
        ("problem", pa.string()),
    ]
)
SHOWN = 5
PYTHON_LICENSE = "PSF-2.0 (Python's own modules); each installed package has its own"


def ingest(config: Config) -> list[Source]:
    """Copy every text of the configured source to `data/raw`; what cannot be read is a row that says why.

    Raises:
        ProjectError: the source is missing or empty, or, with `data.strict`, a part of it cannot be read;
            `data/raw` is as it was.
    """
    settings = config.data
    path = (config.paths.root / Path(settings.path or "").expanduser()).resolve()
    documents = read_source(settings, path)
    digest = hashlib.sha256()
    problems: Counter[str] = Counter()
    size = 0

    def rows() -> Iterator[dict[str, object]]:
        nonlocal size
        for document in documents:
            if document.problem:
                problems[document.problem] += 1
                _tell(document, problems.total(), strict=settings.strict)
            for row in _rows(document, settings.piece_bytes):
                digest.update(f"{row['id']}\0{row['group']}\0{row['problem']}\0".encode())
                text = row["text"]
                if isinstance(text, bytes):
                    digest.update(hashlib.sha256(text).digest())
                    size += len(text)
                yield row
        if not size:
            raise ProjectError(f"data.path: no text was found in {settings.path}. Check data.source and data.path.")

    count = write_shards(config.paths.raw, rows(), RAW, bytes_per_shard=SHARD_BYTES)
    sample = settings.source == "python-docs"
    place = "the installed Python" if sample else settings.path or ""
    say(f"ingest: {count} rows of text, {size / 1e6:,.1f} MB, from {place}")
    return [
        Source(
            name=settings.source if sample else path.name,
            path=place,
            license=settings.license or (PYTHON_LICENSE if sample else ""),
            rows=count,
            # Of a single file its own, so that anybody can compare it.
            sha256=sha256_file(path) if not sample and path.is_file() else digest.hexdigest(),
        )
    ]


def read_source(settings: DataSettings, path: Path) -> Iterator[RawDocument]:
    """The documents of the configured source, one at a time.

    Raises:
        ProjectError: there is no such file or folder.
    """
    match settings.source:
        case "python-docs":
            return python_docs(settings.sample_bytes)
        case "text-folder":
            return text_folder(path)
        case "jsonl":
            return json_lines(path, settings.text_field)
        case "warc":
            return warc(path)


def _rows(document: RawDocument, limit: int) -> Iterator[dict[str, object]]:
    shared = {"document": document.id, "group": document.group}
    if document.problem:
        yield {"id": document.id, **shared, "text": None, "problem": document.problem}
        return
    for number, text in enumerate(cut(document.text, limit)):
        name = f"{document.id}#{number}" if number else document.id
        yield {"id": name, **shared, "text": text, "problem": ""}


def _tell(document: RawDocument, number: int, *, strict: bool) -> None:
    """Name what cannot be read, the first few at least."""
    detail = "".join(sign if sign.isprintable() else "?" for sign in document.detail)[:200]
    message = f"{document.id}: {document.problem.replace('_', ' ')}: {detail}"
    if strict:
        raise ProjectError(f"{message}. Mend or remove it, or set data.strict=false to leave it out.")
    if number <= SHOWN:
        warn(message)
    elif number == SHOWN + 1:
        warn("more could not be read; `data clean` counts them")
