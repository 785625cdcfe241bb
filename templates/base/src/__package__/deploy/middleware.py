"""What surrounds every request: it is counted and timed, and its number, size and time to arrive are limited."""

import asyncio
import time
from collections.abc import Collection

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .errors import RequestError
from .telemetry import Telemetry


class BodyLimit:
    """Stops reading a request that is larger than the limit, whatever its header says, or that does not arrive."""

    def __init__(self, app: ASGIApp, max_bytes: int, seconds: float) -> None:
        """Wrap `app`; the whole body may take `seconds`."""
        self._app = app
        self._max_bytes = max_bytes
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        read, complete = 0, False
        deadline = asyncio.get_running_loop().time() + self._seconds

        async def limited() -> Message:
            nonlocal read, complete
            if complete:
                return await receive()  # waits for the client to leave, which may take as long as it likes
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError as error:
                raise RequestError(
                    408, "body", f"not there after {self._seconds:g} seconds; send it without a pause"
                ) from error
            complete = not message.get("more_body", False)
            read += len(message.get("body", b""))
            if read > self._max_bytes:
                raise RequestError(413, "body", f"larger than {self._max_bytes} bytes; send it in parts")
            return message

        await self._app(scope, limited, send)


class Admission:
    """Counts the requests to some paths, times them, and turns away those above the limit.

    A request is in from its header on until the last byte of its answer, a stream too.
    """

    def __init__(self, app: ASGIApp, paths: Collection[str], limit: int, telemetry: Telemetry) -> None:
        """Wrap `app`; at most `limit` requests to `paths` are answered at once."""
        self._app = app
        self._paths = frozenset(paths)
        self._limit = limit
        self._telemetry = telemetry
        self._active = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] not in self._paths:
            await self._app(scope, receive, send)
            return
        start = time.perf_counter()
        status = 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        admitted = self._active < self._limit
        try:
            if admitted:
                self._count(1)
                await self._app(scope, receive, noted)
            else:
                busy = RequestError(503, "", "the server is busy; try again in a second").response()
                await busy(scope, receive, noted)
        finally:
            if admitted:
                self._count(-1)
            self._telemetry.answered(scope["path"], status, time.perf_counter() - start)

    def _count(self, change: int) -> None:
        self._active += change
        self._telemetry.active.set(self._active)
