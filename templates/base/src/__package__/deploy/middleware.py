"""What surrounds every request: its time and status are counted, and its size is limited."""

import time
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .errors import RequestError


class BodyLimit:
    """Stops reading a request that is larger than the limit, whatever its header says."""

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        """Wrap `app`."""
        self._app = app
        self._max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        read = 0

        async def limited() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._max_bytes:
                raise RequestError(413, "body", f"larger than {self._max_bytes} bytes; send fewer or smaller images")
            return message

        await self._app(scope, limited, send)


class Measured:
    """Tells `observe` the status and the seconds of each request to `path`."""

    def __init__(self, app: ASGIApp, path: str, observe: Callable[[int, float], object]) -> None:
        """Wrap `app`."""
        self._app = app
        self._path = path
        self._observe = observe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != self._path:
            await self._app(scope, receive, send)
            return
        start = time.perf_counter()
        status = 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            self._observe(status, time.perf_counter() - start)
