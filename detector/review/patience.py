"""Connections that send nothing are closed, so that a thousand of them do not keep the page from everybody else."""

from __future__ import annotations

from asyncio import TimerHandle, Transport
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

SECONDS = 30.0


class PatientProtocol(AutoHTTPProtocol):  # type: ignore[misc, valid-type]  # a variable of uvicorn: httptools or h11
    """Waits so long for the rest of a request; a request that is whole is answered however long that takes."""

    _timer: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:
        """Of asyncio."""
        super().connection_made(transport)
        self._wait_again()

    def data_received(self, data: bytes) -> None:
        """Of asyncio."""
        super().data_received(data)
        self._wait_again()

    def connection_lost(self, exc: Exception | None) -> None:
        """Of asyncio."""
        if self._timer is not None:
            self._timer.cancel()
        super().connection_lost(exc)

    def _wait_again(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self.loop.call_later(SECONDS, self._close_if_waiting)

    def _close_if_waiting(self) -> None:
        cycle: Any = self.cycle  # the request under way, None before its headers are whole
        if cycle is None or (cycle.more_body and not cycle.response_complete):
            self.transport.close()
