"""What the stages say while they work."""

import sys
from typing import TextIO

_muted = False


def mute() -> None:
    """Say nothing more: of processes that work together, one speaks. Errors are printed all the same."""
    global _muted  # noqa: PLW0603 - there is one console
    _muted = True


def say(message: str) -> None:
    """Print a line at once, so that a log that is read while it grows lags nothing."""
    _write(sys.stdout, message)


def warn(message: str) -> None:
    """Print a line on standard error: something that the reader should know and that stops nothing."""
    _write(sys.stderr, f"warning: {message}")


def _write(stream: TextIO, message: str) -> None:
    if _muted:
        return
    stream.write(f"{message}\n")
    stream.flush()
