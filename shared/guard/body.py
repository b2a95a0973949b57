"""Reading the body of an answer, compressed or not, within bounds."""

import asyncio
import io
import zlib
from collections.abc import AsyncIterable, Iterator

# What is asked for, and the only thing that is unpacked: one layer, one stream.
ACCEPT_ENCODING = "gzip"
_GZIP_NAMES = frozenset({"gzip", "x-gzip"})
_GZIP_WINDOW = 16 + zlib.MAX_WBITS
# About a millisecond of unpacking; between two steps others get their turn.
_STEP_BYTES = 256 * 1024


class BodyTooLargeError(Exception):
    """More bytes than may be read, packed or unpacked."""


class BodyUnreadableError(Exception):
    """Packed in a way that was not asked for, or damaged; the message says which."""


async def read_body(chunks: AsyncIterable[bytes], encoding: str, bytes_max: int) -> bytes:
    """All of it. ``bytes_max`` bounds what comes over the wire and, apart from that, what it unpacks to.

    A bomb ends with the first step beyond the bound: no more than that step is ever held of it. Raises
    BodyTooLargeError, BodyUnreadableError.
    """
    unpack = _unpacker(encoding.strip().lower())
    body, received = io.BytesIO(), 0
    async for chunk in chunks:
        received += len(chunk)
        if received > bytes_max:
            raise BodyTooLargeError
        if unpack is None:
            body.write(chunk)
            continue
        for piece in unpack.pieces(chunk):
            if body.tell() + len(piece) > bytes_max:
                raise BodyTooLargeError
            body.write(piece)
            if len(piece) == _STEP_BYTES:
                await asyncio.sleep(0)
    if unpack is not None and received and not unpack.complete:
        raise BodyUnreadableError("is cut off")
    return body.getvalue()


def _unpacker(encoding: str) -> "_Gzip | None":
    if encoding in {"", "identity"}:
        return None
    if encoding in _GZIP_NAMES:
        return _Gzip()
    raise BodyUnreadableError("is compressed in a way that was not asked for")


class _Gzip:
    """A gzip stream of one member. Several in a row are legal, but no server that we know sends them."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(wbits=_GZIP_WINDOW)

    @property
    def complete(self) -> bool:
        return self._member.eof

    def pieces(self, packed: bytes) -> Iterator[bytes]:
        if self._member.eof:
            raise BodyUnreadableError("goes on after its end")
        while True:
            try:
                piece = self._member.decompress(packed, _STEP_BYTES)
            except zlib.error:
                raise BodyUnreadableError("is not the gzip that it says it is") from None
            yield piece
            packed = self._member.unconsumed_tail
            # All input may be taken while output still waits: only a short piece says that there is no more.
            if not packed and len(piece) < _STEP_BYTES:
                break
        if self._member.unused_data:
            raise BodyUnreadableError("goes on after its end")
