"""HTTP that is not held up by a client that never finishes the head of its request."""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


def impatient(head_seconds: float) -> type[H11Protocol]:
    """Uvicorn's protocol, but a connection is closed where the head of a request takes longer than `head_seconds`.

    Uvicorn itself only limits how long a connection may idle between two requests: one that sends a byte now and
    then, or none at all, would stay for good ("Slowloris").
    """

    class ImpatientProtocol(H11Protocol):
        _head_timer: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as in Uvicorn
            super().connection_made(transport)
            self._start()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if self.conn.their_state is not h11.IDLE:
                self._stop()
            elif self.conn.trailing_data[0] and self._head_timer is None:
                self._start()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop()
            super().connection_lost(exc)

        def _start(self) -> None:
            self._head_timer = self.loop.call_later(head_seconds, self.transport.close)

        def _stop(self) -> None:
            if self._head_timer is not None:
                self._head_timer.cancel()
                self._head_timer = None

    return ImpatientProtocol
