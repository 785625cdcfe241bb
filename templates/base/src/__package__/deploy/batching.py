"""Requests that arrive while the model is busy run together: one call for many examples."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


class Waiting(NamedTuple):
    """A request in the queue: its inputs [n, …], and where their outputs [n, …] go."""

    inputs: Floats
    answer: asyncio.Future[Floats]


class Batcher:
    """Gathers what arrives while the model computes, and gives it to the model as one batch.

    There is no timer: an idle server answers at once, and batches grow by themselves under load.
    """

    def __init__(self, run: Callable[[Floats], Floats], *, max_batch: int, observe: Callable[[int], object]) -> None:
        """Prepare; nothing runs until the first request.

        Args:
            run: inputs [N, …] to outputs [N, …]; called in a thread, one call at a time.
            max_batch: the most rows given to `run` at once; a larger request runs alone.
            observe: is told the size of each batch that ran.
        """
        self._run = run
        self._max_batch = max_batch
        self._observe = observe
        self._queue: deque[Waiting] = deque()
        self._worker: asyncio.Task[None] | None = None

    async def run(self, inputs: Floats) -> Floats:
        """Outputs [n, …] of inputs [n, …]; what the model raises is raised here."""
        request = Waiting(inputs, asyncio.get_running_loop().create_future())
        self._queue.append(request)
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work())
        return await request.answer

    async def _work(self) -> None:
        while self._queue:
            await self._answer(self._take())

    def _take(self) -> list[Waiting]:
        """The requests that fit in one batch; those whose client has left meanwhile are dropped."""
        batch: list[Waiting] = []
        size = 0
        while self._queue and (not batch or size + len(self._queue[0].inputs) <= self._max_batch):
            request = self._queue.popleft()
            if not request.answer.done():
                batch.append(request)
                size += len(request.inputs)
        return batch

    async def _answer(self, batch: list[Waiting]) -> None:
        if not batch:
            return
        try:
            outputs = await asyncio.to_thread(self._run, np.concatenate([request.inputs for request in batch]))
        except Exception as error:  # noqa: BLE001 - it belongs to these requests; the queue goes on
            for request in batch:
                if not request.answer.done():
                    request.answer.set_exception(error)
            return
        self._observe(len(outputs))
        start = 0
        for request in batch:
            if not request.answer.done():
                request.answer.set_result(outputs[start : start + len(request.inputs)])
            start += len(request.inputs)
