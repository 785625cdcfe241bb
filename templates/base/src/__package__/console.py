"""What the stages say while they work."""

import sys
from typing import TextIO


def say(message: str) -> None:
    """Print a line at once, so that a log that is read while it grows lags nothing."""
    _write(sys.stdout, message)


def warn(message: str) -> None:
    """Print a line on standard error: something that the reader should know and that stops nothing."""
    _write(sys.stderr, f"warning: {message}")


def _write(stream: TextIO, message: str) -> None:
    stream.write(f"{message}\n")
    stream.flush()
