"""Ctrl-C and SIGTERM: the step under way is finished and saved before the run ends."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from ..errors import StoppedError

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class StopSignal:
    """`asked` is the signal that asked the run to end, if one did."""

    asked: signal.Signals | None = None

    def error(self, step: int) -> StoppedError:
        """The error that ends the run, with the exit code that shells expect: 128 and the number of the signal."""
        asked = self.asked or signal.SIGTERM  # another process may have been asked
        return StoppedError(
            f"Stopped by {asked.name} after step {step}, which is saved. Go on with `train --resume`.",
            exit_code=128 + asked,
        )


@contextmanager
def stop_signal() -> Iterator[StopSignal]:
    """Turn the first signal to stop into a wish; a second one, of a person who does not want to wait, ends the run."""
    stop = StopSignal()
    before = {int(number): signal.getsignal(number) for number in SIGNALS}

    def ask(number: int, _frame: FrameType | None) -> None:
        stop.asked = signal.Signals(number)
        # Written past Python's buffers, in which the signal may have come.
        os.write(2, b"train: stopping after this step; once more to stop at once\n")
        if "TORCHELASTIC_RUN_ID" not in os.environ:  # torchrun passes on what the terminal has sent already
            signal.signal(number, before[number])

    for number in before:
        signal.signal(number, ask)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
