"""An app that goes away and comes back at the same address."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from deploy.local.ports import LOOPBACK


class App:
    """Answers every request with ``status`` while it runs, and knows how many there were."""

    def __init__(self) -> None:
        self.status = "302 FOUND"
        self.asked = 0
        # Cleared, it takes requests and keeps them waiting.
        self.answering = asyncio.Event()
        self.answering.set()
        self._port = 0
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self._port}/dashboard"

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, LOOPBACK, self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server is not None:
            self.answering.set()
            self._server.close()
            await self._server.wait_closed()
            self._server = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            self.asked += 1
            await self.answering.wait()
            writer.write(f"HTTP/1.1 {self.status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def running_app() -> AsyncIterator[App]:
    app = App()
    await app.start()
    try:
        yield app
    finally:
        await app.stop()
