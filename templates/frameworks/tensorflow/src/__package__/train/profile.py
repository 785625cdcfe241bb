"""A trace of the first steps, for TensorBoard's profiler."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ..backend import tf
from ..console import say

WARM_UP, RECORDED = 3, 5


@contextmanager
def profiler(folder: Path, *, enabled: bool) -> Iterator[Callable[[], None]]:
    """Record `RECORDED` steps after a warm-up into `folder`; call what is yielded after each step."""
    if not enabled:
        yield lambda: None
        return
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if done == WARM_UP:
            tf.profiler.experimental.start(str(folder))
        elif done == WARM_UP + RECORDED:
            tf.profiler.experimental.stop()
            say(f"profile: {RECORDED} steps in {folder}")

    try:
        yield step
    finally:
        if WARM_UP <= done < WARM_UP + RECORDED:
            tf.profiler.experimental.stop()
