"""Reading .gz files that may be damaged or cut short, as downloads are."""

import io
import zlib
from pathlib import Path
from typing import IO, Any

BLOCK = 1 << 17
GZIP = 16 + zlib.MAX_WBITS


class GzipReader(io.RawIOBase):
    """What can be read of a .gz file, of one member or many; `damage` then says what was wrong, if anything was.

    `gzip.open` raises instead and takes with it what it had read ahead, so the last sound records would be lost.
    """

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__()
        self.damage = ""
        self._file = file
        self._member = zlib.decompressobj(GZIP)
        self._begun = False  # the member has bytes
        self._input = b""

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._file.close()
        super().close()

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 - any writable buffer, as the base class has it
        view = memoryview(buffer).cast("B")
        data = self._decompress(len(view))
        view[: len(data)] = data
        return len(data)

    def _decompress(self, limit: int) -> bytes:
        while not self.damage:
            if self._member.eof:
                # Padding of zeros may follow a member; anything else is the next one.
                self._input = self._member.unused_data.lstrip(b"\0")
                self._member, self._begun = zlib.decompressobj(GZIP), False
            if not self._input:
                block = self._file.read(BLOCK)
                if not block:
                    self.damage = "it ends in the middle" if self._begun else ""
                    return b""
                self._input = block if self._begun else block.lstrip(b"\0")
                continue
            self._begun = True
            try:
                data = self._member.decompress(self._input, limit)
            except zlib.error as error:
                self.damage = str(error)
                return b""
            self._input = self._member.unconsumed_tail
            if data:
                return data
        return b""


def open_maybe_compressed(path: Path) -> tuple[IO[bytes], GzipReader | None]:
    """A file's content, decompressed if its name ends with .gz; then also the reader that knows of damage."""
    file = path.open("rb")
    if path.suffix.lower() != ".gz":
        return file, None
    reader = GzipReader(file)
    return io.BufferedReader(reader, BLOCK), reader
