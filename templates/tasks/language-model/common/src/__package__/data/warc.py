"""Web crawls: WARC files with pages and WET files with their text, as Common Crawl publishes them.

The format is ISO 28500:2017; https://commoncrawl.org/get-started says which record holds what.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord

from .compressed import open_maybe_compressed
from .document import RawDocument, printable
from .html_text import html_text
from .text_files import find_files

ENDINGS = (".warc", ".warc.gz", ".wet", ".wet.gz")
LARGEST_PAGE = 2 << 20  # in bytes; a larger one is counted and left out, as parsed it takes a hundred times that
PAGES = frozenset({"text/html", "application/xhtml+xml"})


def warc(path: Path) -> Iterator[RawDocument]:
    """The pages (`response` records) and texts (`conversion` records) of some files; a group is a host.

    Pages that the server refused, and what is neither HTML nor plain text, are passed over.

    Raises:
        ProjectError: there is no such file.
    """
    root = path if path.is_dir() else path.parent
    return _documents(root, find_files(path, ENDINGS))


def _documents(root: Path, files: list[Path]) -> Iterator[RawDocument]:
    for file in files:
        name = printable(file.relative_to(root))
        try:
            yield from _records(file, name)
        except OSError as error:
            yield RawDocument(name, name, problem="unreadable", detail=str(error.strerror))


def _records(file: Path, name: str) -> Iterator[RawDocument]:
    stream, compressed = open_maybe_compressed(file)
    problem, detail = "", ""
    with stream:
        try:
            for record in ArchiveIterator(stream):
                document = _document(record, name)
                # What is left of the declared length when the file has ended.
                if record.raw_stream.limit:
                    problem, detail = "cut_short", "its last record ends in the middle"
                elif document is not None:
                    yield document
        except Exception as error:  # noqa: BLE001 - warcio has no one kind of error for damaged headers
            problem, detail = "damaged_file", str(error)
    if compressed is not None and compressed.damage:
        problem, detail = "cut_short", compressed.damage
    if problem:
        yield RawDocument(name, name, problem=problem, detail=detail)


def _document(record: ArcWarcRecord, file: str) -> RawDocument | None:
    """The text of a record; None where it is none that has any. The record is read to its end."""
    content = cast("bytes", record.content_stream().read(LARGEST_PAGE + 1))
    while record.raw_stream.read(1 << 16):
        pass
    kind, charset = _content_type(record)
    if kind is None:
        return None
    address = record.rec_headers.get_header("WARC-Target-URI") or file
    group = _host(address) or file
    if len(content) > LARGEST_PAGE:
        return RawDocument(address, group, problem="too_long", detail=f"it has more than {LARGEST_PAGE:,} bytes")
    if kind == "text/plain":
        return RawDocument(address, group, text=[content])
    try:
        text = html_text(content, charset)
    except ValueError as error:
        return RawDocument(address, group, problem="unreadable_page", detail=str(error))
    return RawDocument(address, group, text=[text.encode("utf-8", "surrogatepass")])


def _content_type(record: ArcWarcRecord) -> tuple[str | None, str | None]:
    """`text/plain` or `text/html` and the declared encoding; None for a record that is not text."""
    if record.rec_type == "conversion":
        return "text/plain", None
    if record.rec_type != "response" or record.http_headers is None:
        return None, None
    if record.http_headers.get_statuscode() != "200":
        return None, None
    kind, _, rest = (record.http_headers.get_header("Content-Type") or "").partition(";")
    _, _, charset = rest.lower().partition("charset=")
    charset = charset.split(";")[0].strip(" \"'")
    kind = kind.strip().lower()
    if kind in PAGES:
        return "text/html", charset or None
    return ("text/plain", charset or None) if kind == "text/plain" else (None, None)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
