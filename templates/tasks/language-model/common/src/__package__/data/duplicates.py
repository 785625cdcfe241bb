"""Finding texts that were there before, word for word or nearly.

Near copies share most of their runs of five words (Jaccard similarity). MinHash (A. Broder, On the resemblance and
containment of documents, 1997) makes a short signature of them, whose bands are equal for similar texts (locality
sensitive hashing). K. Lee et al., Deduplicating Training Data Makes Language Models Better, ACL 2022,
https://arxiv.org/abs/2107.06499, shows what it is worth.
"""

import hashlib
import sqlite3
import zlib
from functools import cache
from typing import Literal, Self

from datasketch import MinHash, MinHashLSH

from .filters import WORD

PERMUTATIONS = 128
SHINGLE = 5  # words

Copy = Literal["duplicate", "near_duplicate"]


def fingerprint(text: str, threshold: float | None) -> tuple[int, ...]:
    """Hashes of a text: of its words, and, with a threshold, of its bands, one of which near copies share.

    `threshold` is the Jaccard similarity from which texts are near copies (about; bands are not exact).
    """
    words = WORD.findall(text.lower())
    whole = _hash(" ".join(words).encode())
    if threshold is None:
        return (whole,)
    runs = {" ".join(words[start : start + SHINGLE]) for start in range(max(1, len(words) - SHINGLE + 1))}
    signature = _empty().copy()
    signature.update_batch([run.encode() for run in runs])
    values = signature.hashvalues
    bands, width = _bands(threshold)
    return (
        whole,
        *(_hash(bytes([band]) + values[band * width : (band + 1) * width].tobytes()) for band in range(bands)),
    )


class Seen:
    """The texts so far, as hashes in a temporary file of SQLite: memory does not grow with their number."""

    def __init__(self) -> None:
        """Start with none."""
        self._database = sqlite3.connect("")  # a private file that is gone when it is closed
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("CREATE TABLE seen (hash INTEGER PRIMARY KEY)")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def add(self, fingerprint: tuple[int, ...]) -> Copy | None:
        """What an earlier text makes of this one; None, and remembered, where it is new."""
        whole, *bands = fingerprint
        if self._holds([whole]):
            return "duplicate"
        if bands and self._holds(bands):
            return "near_duplicate"
        self._database.executemany("INSERT OR IGNORE INTO seen VALUES (?)", [(value,) for value in fingerprint])
        return None

    def _holds(self, hashes: list[int]) -> bool:
        places = ", ".join("?" * len(hashes))
        query = f"SELECT 1 FROM seen WHERE hash IN ({places}) LIMIT 1"  # noqa: S608 - nothing but question marks
        return self._database.execute(query, hashes).fetchone() is not None


@cache
def _empty() -> MinHash:
    """A signature of nothing, whose permutations all others share."""
    return MinHash(num_perm=PERMUTATIONS, hashfunc=zlib.crc32)


@cache
def _bands(threshold: float) -> tuple[int, int]:
    """The best number of bands and their width; an index of datasketch knows them, and would itself lie in memory."""
    index = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)
    return index.b, index.r


def _hash(data: bytes) -> int:
    """64 bits as the signed number that SQLite holds."""
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), signed=True)
