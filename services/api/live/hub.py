"""Hands each ``dashboard_moved`` from Redis to every page that listens in this process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from shared.contracts.dashboard_moved import CHANNEL, DashboardMoved, decode_moved

# A page that does not read has this many notices waiting; the oldest go first, since the newest says all.
_WAITING_MAX = 256
_RECONNECT_SECONDS = 1.0

_log = structlog.get_logger(__name__)


class LiveHub:
    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._listeners: set[asyncio.Queue[DashboardMoved]] = set()

    async def run(self) -> None:
        """Relays for ever; a lost Redis is tried again, and pages meanwhile show what they have."""
        while True:
            try:
                await self._relay()
            except RedisError as error:
                _log.warning("live_channel_lost", error=type(error).__name__)
            await asyncio.sleep(_RECONNECT_SECONDS)

    async def _relay(self) -> None:
        async with self._redis.pubsub(ignore_subscribe_messages=True) as channel:
            await channel.subscribe(CHANNEL)
            async for message in channel.listen():
                try:
                    moved = decode_moved(message["data"])
                except msgspec.DecodeError:
                    _log.warning("live_notice_not_understood")
                    continue
                for queue in self._listeners:
                    if queue.full():
                        queue.get_nowait()
                    queue.put_nowait(moved)

    @asynccontextmanager
    async def listen(self) -> AsyncIterator[asyncio.Queue[DashboardMoved]]:
        queue: asyncio.Queue[DashboardMoved] = asyncio.Queue(_WAITING_MAX)
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)
