"""One training run at a time in a project: two would write each other's checkpoints."""

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ..errors import ProjectError

# The byte that is locked lies behind the text, which Windows would let nobody read otherwise.
PLACE = 1 << 20


@contextmanager
def only_run(file: Path) -> Iterator[None]:
    """Hold the lock `file`; the operating system gives it back however this process ends.

    Raises:
        ProjectError: another process holds it.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a+b") as handle:
        try:
            _lock(handle)
        except OSError as error:
            owner = file.read_text(encoding="utf-8", errors="replace").strip() or "another process"
            raise ProjectError(
                f"A training run is under way in this project ({owner}). Wait for it or stop it; nothing was changed."
            ) from error
        handle.truncate(0)
        handle.write(f"process {os.getpid()} on {socket.gethostname()}\n".encode())
        handle.flush()
        yield


def _lock(handle: BinaryIO) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - not there elsewhere

        handle.seek(PLACE)
        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415 - not there on Windows

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
