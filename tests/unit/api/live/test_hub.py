import asyncio
from collections.abc import AsyncIterator
from types import TracebackType
from typing import Any, Self, cast
from uuid import UUID

import msgspec
import pytest
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisConnectionError

from services.api.live.hub import LiveHub
from shared.contracts.dashboard_moved import CHANNEL, DashboardMoved
from shared.contracts.ids import DashboardId


class OneChannel:
    """The part of Redis that the hub uses: a channel on which ``messages`` come, and then the connection breaks."""

    def __init__(self, *messages: bytes) -> None:
        self._messages = messages
        self.subscribed: list[str] = []
        self.is_subscribed = asyncio.Event()

    def pubsub(self, **_: Any) -> Self:
        return self

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return

    async def subscribe(self, channel: str) -> None:
        self.subscribed.append(channel)
        self.is_subscribed.set()

    async def listen(self) -> AsyncIterator[dict[str, Any]]:
        for message in self._messages:
            yield {"type": "message", "data": message}
        raise RedisConnectionError("gone")


def moved(sequence: int) -> DashboardMoved:
    return DashboardMoved(DashboardId(UUID(int=5)), sequence)


def hub_hearing(*messages: bytes) -> tuple[LiveHub, OneChannel]:
    channel = OneChannel(*messages)
    return LiveHub(cast("Redis", channel)), channel


async def relay(hub: LiveHub) -> None:
    """All messages of the channel, up to its end."""
    with pytest.raises(RedisConnectionError):
        await hub._relay()


def waiting(queue: asyncio.Queue[DashboardMoved]) -> list[int | None]:
    return [queue.get_nowait().applied_sequence for _ in range(queue.qsize())]


async def test_every_page_hears_of_every_move_in_order() -> None:
    hub, channel = hub_hearing(*(msgspec.json.encode(moved(number)) for number in (1, 2, 3)))

    async with hub.listen() as one, hub.listen() as other:
        await relay(hub)
        assert waiting(one) == waiting(other) == [1, 2, 3]
    assert channel.subscribed == [CHANNEL]


@pytest.mark.parametrize(
    "noise",
    [
        b"",
        b"not json",
        b"\xff\xfe",
        b"[]",
        b'{"type":"dashboard_moved.2","dashboard_id":"00000000-0000-0000-0000-000000000005"}',
        b'{"type":"dashboard_moved.1","dashboard_id":"5"}',
        b"[" * 50_000,
    ],
    ids=lambda noise: noise[:20].decode("latin-1"),
)
async def test_what_is_no_notice_is_passed_over(noise: bytes) -> None:
    hub, _ = hub_hearing(noise, msgspec.json.encode(moved(7)))

    async with hub.listen() as queue:
        await relay(hub)
        assert waiting(queue) == [7]


async def test_a_page_that_does_not_read_keeps_the_newest() -> None:
    hub, _ = hub_hearing(*(msgspec.json.encode(moved(number)) for number in range(1000)))

    async with hub.listen() as queue:
        await relay(hub)
        assert waiting(queue) == list(range(1000 - 256, 1000))


async def test_a_page_that_left_hears_nothing_and_costs_nothing() -> None:
    hub, _ = hub_hearing(msgspec.json.encode(moved(1)))

    async with hub.listen() as gone:
        pass
    async with hub.listen() as here:
        await relay(hub)
        assert waiting(here) == [1]

    assert waiting(gone) == []
    assert hub._listeners == set()


async def test_nobody_listening_is_no_error() -> None:
    hub, _ = hub_hearing(msgspec.json.encode(moved(1)))

    await relay(hub)


async def test_the_hub_goes_on_when_redis_is_lost() -> None:
    hub, channel = hub_hearing()
    running = asyncio.create_task(hub.run())
    await asyncio.wait_for(channel.is_subscribed.wait(), timeout=5)
    await asyncio.sleep(0)

    assert not running.done()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
