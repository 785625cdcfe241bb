"""Which examples make which batch, and reading ahead."""

import functools
import queue
import threading
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Item = TypeVar("Item")
Indices = npt.NDArray[np.int64]


def steps_per_epoch(rows: int, batch_size: int) -> int:
    """Full batches in an epoch; the rest of one epoch's permutation is left out, and is another rest next time."""
    return max(1, rows // batch_size)


def batch_indices(rows: int, batch_size: int, *, seed: int, epoch: int, step: int) -> Indices:
    """The examples of batch `step` of `epoch`: a pure function of its arguments."""
    return _epoch_order(rows, seed, epoch)[step * batch_size : (step + 1) * batch_size]


@functools.lru_cache(maxsize=2)
def _epoch_order(rows: int, seed: int, epoch: int) -> Indices:
    """The permutation of an epoch, kept while its batches are drawn; the next one is begun while this one ends."""
    order = np.random.default_rng([seed, epoch]).permutation(rows)
    order.setflags(write=False)
    return order


def batch_generator(*, seed: int, epoch: int, step: int) -> np.random.Generator:
    """The random numbers of one batch, independent of the order of the examples."""
    return np.random.default_rng([seed, epoch, step, 1])


def prefetch(items: Iterator[Item], depth: int) -> Generator[Item]:
    """Prepare up to `depth` items ahead in a thread; with depth 0, none.

    An error of `items` is raised where the item would have been. The thread ends with the iteration.
    """
    if depth == 0:
        yield from items
        return
    slots = threading.Semaphore(depth)
    ready: queue.SimpleQueue[Item | _End] = queue.SimpleQueue()
    stop = threading.Event()

    def work() -> None:
        error: Exception | None = None
        try:
            for item in items:
                ready.put(item)
                slots.acquire()
                if stop.is_set():
                    return
        except Exception as raised:  # noqa: BLE001 - whatever it is, the reader has to hear of it
            error = raised
        ready.put(_End(error))

    thread = threading.Thread(target=work, name="prefetch", daemon=True)
    thread.start()
    try:
        while not isinstance(item := ready.get(), _End):
            yield item
            slots.release()
        if item.error is not None:
            raise item.error
    finally:
        stop.set()
        slots.release()
        thread.join()


@dataclass(frozen=True)
class _End:
    """Comes after the last item, with the error that ended them, if one did."""

    error: Exception | None
