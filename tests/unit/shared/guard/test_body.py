import asyncio
import gzip
import tracemalloc
import zlib
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.guard.body import BodyTooLargeError, BodyUnreadableError, read_body

_MIB = 1024 * 1024


async def chunks(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


def cut(data: bytes, size: int) -> AsyncIterator[bytes]:
    return chunks(*(data[at : at + size] for at in range(0, len(data), size)))


@given(st.binary(max_size=2000), st.integers(1, 100), st.integers(0, 9))
async def test_what_was_packed_is_unpacked_however_it_comes(data: bytes, size: int, level: int) -> None:
    assert await read_body(cut(gzip.compress(data, level, mtime=0), size), "gzip", 5000) == data
    assert await read_body(cut(data, size), "", 5000) == data


@pytest.mark.parametrize("encoding", ["gzip", "GZIP", " gzip ", "x-gzip"])
async def test_gzip_has_several_names(encoding: str) -> None:
    assert await read_body(chunks(gzip.compress(b"{}", mtime=0)), encoding, 100) == b"{}"


@pytest.mark.parametrize("size", [256 * 1024 - 1, 256 * 1024, 256 * 1024 + 1, 3 * _MIB])
async def test_no_byte_is_lost_between_two_steps(size: int) -> None:
    data = bytes(range(256)) * (size // 256 + 1)

    assert await read_body(chunks(gzip.compress(data[:size], mtime=0)), "gzip", 4 * _MIB) == data[:size]


async def test_an_empty_body_may_claim_anything_that_was_asked_for() -> None:
    assert await read_body(chunks(), "gzip", 100) == b""
    assert await read_body(chunks(), "identity", 100) == b""


@pytest.mark.parametrize("size", [1000, 1001])
async def test_the_bound_is_of_the_unpacked_body(size: int) -> None:
    packed = gzip.compress(bytes(size), mtime=0)
    if size <= 1000:
        assert len(await read_body(chunks(packed), "gzip", 1000)) == size
    else:
        with pytest.raises(BodyTooLargeError):
            await read_body(chunks(packed), "gzip", 1000)


async def test_the_bound_is_of_the_packed_body_too() -> None:
    # Empty blocks unpack to nothing, as many as there are.
    head = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"
    with pytest.raises(BodyTooLargeError):
        await read_body(chunks(head, *[b"\x00\x00\x00\xff\xff" * 10] * 30), "gzip", 1000)


async def test_a_bomb_costs_no_more_memory_than_the_bound() -> None:
    bomb = gzip.compress(bytes(200 * _MIB), mtime=0)
    tracemalloc.start()
    try:
        with pytest.raises(BodyTooLargeError):
            await read_body(chunks(bomb), "gzip", _MIB)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 3 * _MIB


async def test_unpacking_gives_others_their_turn() -> None:
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    counting = asyncio.ensure_future(count())
    await read_body(chunks(gzip.compress(bytes(8 * _MIB), mtime=0)), "gzip", 8 * _MIB)
    counting.cancel()

    assert turns >= 32


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (gzip.compress(b"x" * 99, mtime=0)[:-1], "cut off"),
        (gzip.compress(b"x" * 99, mtime=0)[:5], "cut off"),
        (gzip.compress(b"x", mtime=0) + b"y", "after its end"),
        (gzip.compress(b"x", mtime=0) * 2, "after its end"),
        (gzip.compress(b"x", mtime=0)[:-8] + bytes(8), "not the gzip"),
        (zlib.compress(b"x"), "not the gzip"),
        (b"plain", "not the gzip"),
    ],
)
@pytest.mark.parametrize("size", [1, 7, 1000])
async def test_damage_is_named(body: bytes, reason: str, size: int) -> None:
    with pytest.raises(BodyUnreadableError, match=reason):
        await read_body(cut(body, size), "gzip", 1000)


@pytest.mark.parametrize(
    "encoding", ["deflate", "br", "zstd", "compress", "gzip, gzip", "identity, gzip", "rot13"]
)
async def test_only_what_was_asked_for_is_unpacked(encoding: str) -> None:
    with pytest.raises(BodyUnreadableError, match="not asked for"):
        await read_body(chunks(b"x"), encoding, 1000)


@given(st.binary(max_size=200))
async def test_noise_is_read_or_refused_and_never_too_much(data: bytes) -> None:
    try:
        body = await read_body(chunks(b"\x1f\x8b\x08\x00" + data), "gzip", 1000)
    except (BodyUnreadableError, BodyTooLargeError):
        return
    assert len(body) <= 1000
