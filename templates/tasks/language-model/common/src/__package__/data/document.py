"""What every source gives: documents as bytes, long ones cut into pieces."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

SHARD_BYTES = 16 << 20  # of text in a Parquet shard, which is in memory while it is written


@dataclass(frozen=True)
class RawDocument:
    """A document, or what is wrong with it.

    `group` is where it comes from (a package, a folder, a host), for results group by group. `text` gives the bytes
    in blocks of any size, so that a large file is never whole in memory. `problem` is the reason for which there is
    no text, in the words that `clean.dropped` counts it by, and `detail` says more.
    """

    id: str
    group: str
    text: Iterable[bytes] = ()
    problem: str = ""
    detail: str = ""


def cut(blocks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """Cut text into pieces of at most `limit` bytes which, put together, are the text again.

    A piece ends with a paragraph, else with a line, else with a word, if there is one in its second half; at worst
    it ends between two signs of UTF-8, never inside one.
    """
    rest = b""
    for block in blocks:
        rest += block
        while len(rest) > limit:
            end = _end_of_piece(rest, limit)
            yield rest[:end]
            rest = rest[end:]
    if rest:
        yield rest


def _end_of_piece(text: bytes, limit: int) -> int:
    for mark in (b"\n\n", b"\n", b" "):
        place = text.rfind(mark, limit // 2, limit)
        if place >= 0:
            return place + len(mark)
    end = limit
    # The second to fourth byte of a sign is 10xxxxxx; no sign has more than four.
    while end > limit - 4 and text[end] & 0xC0 == 0x80:
        end -= 1
    return end


def printable(path: Path) -> str:
    """A path as reports and Parquet files can hold it, even where its name is no valid Unicode."""
    return path.as_posix().encode("utf-8", "backslashreplace").decode()
