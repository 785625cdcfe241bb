"""How long a call takes, measured so that two of them can be compared on a machine that does other things too."""

import time
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

WARM_UP_RUNS = 5

Milliseconds = npt.NDArray[np.float64]


def time_in_turns(calls: Sequence[Callable[[], object]], runs: int, *, most_seconds: float) -> list[Milliseconds]:
    """The time of every run of each call, in milliseconds; the calls take turns, so that load meets them alike.

    Args:
        calls: what is timed; a few runs that come first do not count.
        runs: how often each is timed.
        most_seconds: slow calls are timed less often, so that all of it ends in about this time.
    """
    milliseconds = np.zeros((WARM_UP_RUNS + runs, len(calls)))
    deadline = time.perf_counter() + most_seconds
    done = 0
    for row in milliseconds:
        for index, call in enumerate(calls):
            start = time.perf_counter()
            call()
            row[index] = 1000 * (time.perf_counter() - start)
        done += 1
        if done > 2 * WARM_UP_RUNS and time.perf_counter() > deadline:
            break
    return list(milliseconds[WARM_UP_RUNS:done].T)
