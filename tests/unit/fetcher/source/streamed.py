"""Answers that come over the wire bit by bit, as real ones do."""

from collections.abc import AsyncIterator

import httpx


class Bytes(httpx.AsyncByteStream):
    """A body in chunks that knows how much of it was read."""

    def __init__(self, *chunks: bytes) -> None:
        self._chunks = chunks
        self.read = 0
        self.closed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self._chunks:
            self.read += 1
            yield chunk

    async def aclose(self) -> None:
        self.closed = True


def streamed(body: bytes = b"", *, status: int = 200, **headers: str) -> httpx.Response:
    """``content_encoding="gzip"`` is the header Content-Encoding."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, headers=named, stream=Bytes(body))
