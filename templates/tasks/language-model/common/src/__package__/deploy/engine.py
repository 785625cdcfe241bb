"""What computes the answers of one model: texts that are generated together, a token each at a time.

Requests join and leave between two steps (continuous batching: G.-I. Yu et al., Orca, OSDI 2022), and a long prompt is
read in parts with the steps of the others in between (A. Agrawal et al., Sarathi, 2023,
https://arxiv.org/abs/2308.16369), so that nobody waits for anybody's whole text.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from functools import partial
from typing import Literal, NamedTuple, TypeVar

import numpy as np

from .cache import Cache
from .counters import Counters
from .onnx_model import OnnxModel
from .sampling import Sampling, choose
from .score import Windows, nats_of_targets, score_windows
from .settings import ServeSettings
from .text_stream import bytes_of_tokens

Reason = Literal["end", "length", "context", "time"]
Result = TypeVar("Result")

PREFILL_TOKENS = 256


class Measured(NamedTuple):
    """What the model made of a prompt: how surprising it was, in nats, and the likeliest token after it."""

    nats: float
    next_token: int


class Generation:
    """A text that is generated: `async for` gives its tokens, and `reason` says afterwards why it ended."""

    def __init__(self, prompt: Sequence[int], sampling: Sampling, seed: int, most: int, deadline: float) -> None:
        """Prepare; nothing runs until it is given to an engine.

        Args:
            prompt: its tokens, at least one.
            sampling: how tokens are chosen.
            seed: the same seed gives the same choices.
            most: tokens to generate.
            deadline: when it ends wherever it stands, on the clock of `time.monotonic`.
        """
        self.prompt = np.asarray(prompt, np.int64)
        self.sampling = sampling
        self.random = np.random.default_rng(seed)
        self.most = most
        self.deadline = deadline
        self.read = 0
        self.tokens: list[int] = []
        self.reason: Reason | None = None
        self.cancelled = False
        self.measured = Measured(0.0, 0)
        self.started = self.first_token = time.monotonic()
        self._news: asyncio.Queue[int | Exception | None] = asyncio.Queue()

    def put(self, news: int | Exception | None) -> None:
        """Tell the next token, an error, or that nothing more comes."""
        self._news.put_nowait(news)

    def cancel(self) -> None:
        """Nobody wants the rest."""
        self.cancelled = True

    async def __aiter__(self) -> AsyncIterator[int]:
        while (news := await self._news.get()) is not None:
            if isinstance(news, Exception):
                raise news
            yield news


class Engine:
    """Runs one model: generations in the rows of a cache, and scores in between."""

    def __init__(self, model: OnnxModel, settings: ServeSettings, counters: Counters) -> None:
        """Prepare; nothing runs until the first request."""
        self.model = model
        self.bytes_of_tokens = bytes_of_tokens(model.signature)
        self._counters = counters
        self._rows = settings.max_batch
        self._measures = settings.log_requests
        self._waiting: deque[Generation] = deque()
        # The rows of the cache in order: those that generate, then at most one whose prompt is being read.
        self._active: list[Generation] = []
        self._reading: Generation | None = None
        self._cache = Cache(model, settings.max_batch)
        self._worker: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()
        counters.slots.set(settings.max_batch)

    def generate(self, generation: Generation) -> None:
        """Begin a text; its tokens come as they are made."""
        self._waiting.append(generation)
        self._counters.waiting.inc()
        self._counters.prompt_tokens.inc(len(generation.prompt))
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work())

    async def score(self, tokens: Sequence[int]) -> float:
        """How surprising tokens are to the model, in nats; the first is only what the second is predicted from."""
        total = 0.0
        for part in score_windows(tokens, self.model.signature):
            total += await self._compute(partial(self._nats, part))
            self._counters.scored_tokens.inc(part.targets.size)
        return total

    def _nats(self, part: Windows) -> float:
        return nats_of_targets(self.model.logits(part.inputs), part.targets)

    async def _compute(self, function: Callable[[], Result]) -> Result:
        """Run in a thread, one call at a time, in the order of asking."""
        async with self._turn:
            return await asyncio.to_thread(function)

    async def _work(self) -> None:
        while self._waiting or self._active or self._reading:
            self._leave()
            self._join()
            if not self._active and self._reading is None:
                continue
            try:
                news = await self._compute(self._step)
            except Exception as error:  # noqa: BLE001 - it belongs to these texts; the queue goes on
                self._fail(error)
                continue
            for generation, token in news:
                self._tell(generation, token)
        self._cache.shrink()

    def _step(self) -> list[tuple[Generation, int]]:
        """Read a part of a prompt, then give each text its next token; in a thread."""
        news: list[tuple[Generation, int]] = []
        count = len(self._active)
        if count:
            last = np.array([[generation.tokens[-1]] for generation in self._active], np.int64)
            logits = self._cache.extend(0, count, last)[:, -1]
            self._counters.batches.observe(count)
            news += [
                (generation, choose(row, generation.sampling, generation.random))
                for generation, row in zip(self._active, logits, strict=True)
            ]
        reading = self._reading
        if reading is not None:
            part = reading.prompt[reading.read : reading.read + PREFILL_TOKENS]
            logits = self._cache.extend(count, count + 1, part[None])[0]
            if self._measures:
                targets = reading.prompt[reading.read + 1 : reading.read + 1 + len(part)]
                nats = reading.measured.nats + nats_of_targets(logits[None, : len(targets)], targets[None])
                reading.measured = Measured(nats, int(logits[-1].argmax()))
            reading.read += len(part)
            if reading.read == len(reading.prompt):
                news.append((reading, choose(logits[-1], reading.sampling, reading.random)))
        return news

    def _tell(self, generation: Generation, token: int) -> None:
        """Give a text its new token, or its end."""
        if generation is self._reading:
            self._reading = None
            self._active.append(generation)
            generation.first_token = time.monotonic()
            self._counters.first_token.observe(generation.first_token - generation.started)
        if token == self.model.signature.end:
            generation.reason = "end"
            return
        generation.tokens.append(token)
        generation.put(token)
        self._counters.tokens.inc()
        if len(generation.tokens) == generation.most:
            generation.reason = "length"
        elif len(generation.prompt) + len(generation.tokens) == self.model.signature.context:
            generation.reason = "context"

    def _leave(self) -> None:
        """Take out the texts that ended, whose time is over or whose reader has left; close the gaps."""
        now = time.monotonic()
        for generation in (*self._waiting, *self._active, *([self._reading] if self._reading else [])):
            if generation.reason is None and now >= generation.deadline:
                generation.reason = "time"
        for generation in [one for one in self._waiting if _over(one)]:
            self._waiting.remove(generation)
            self._counters.waiting.dec()
            self._close(generation)
        if self._reading is not None and _over(self._reading):
            self._close(self._reading)
            self._counters.active.dec()
            self._reading = None
        for row in reversed(range(len(self._active))):
            if _over(self._active[row]):
                self._remove(row)

    def _remove(self, row: int) -> None:
        generation, last = self._active[row], len(self._active) - 1
        if row != last:
            self._active[row] = self._active[last]
            self._cache.move(last, row)
        if self._reading is not None:
            self._cache.move(last + 1, last)
        del self._active[last]
        self._close(generation)
        self._counters.active.dec()

    def _close(self, generation: Generation) -> None:
        self._counters.finished.labels("left" if generation.reason is None else generation.reason).inc()
        seconds = time.monotonic() - generation.first_token
        if len(generation.tokens) > 1 and seconds > 0:
            self._counters.speed.observe((len(generation.tokens) - 1) / seconds)
        generation.put(None)

    def _join(self) -> None:
        """Let the next text begin where there is a row for it."""
        if self._reading is None and self._waiting and len(self._active) < self._rows:
            self._reading = self._waiting.popleft()
            self._cache.start(len(self._active))
            self._counters.waiting.dec()
            self._counters.active.inc()

    def _fail(self, error: Exception) -> None:
        """Tell all texts in the cache that they cannot go on."""
        failed = [*self._active, *([self._reading] if self._reading else [])]
        self._active, self._reading = [], None
        for generation in failed:
            generation.put(error)
            self._counters.active.dec()


def _over(generation: Generation) -> bool:
    return generation.cancelled or generation.reason is not None
