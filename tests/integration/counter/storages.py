"""Each storage behind one interface, awaited, with a clock that the tests move."""

import inspect
from collections.abc import Callable, Hashable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import uuid4

from redis.asyncio import Redis

from shared.clock.clock import ManualClock
from shared.counter.log import AbstractLog, AsyncLog, Duration, Hit, Partitions
from shared.counter.memory_log import MemoryLog
from shared.counter.redis_log import RedisStorage

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)

MakeLog = Callable[[Duration, str | None], AbstractLog | AsyncLog]


class Storage:
    def __init__(self, make_log: MakeLog, clock: ManualClock) -> None:
        self.make_log = make_log
        self.clock = clock

    def log(self, duration: Duration = -1, resource: str | None = None) -> "Log":
        return Log(self.make_log(duration, resource))


class Log:
    def __init__(self, log: AbstractLog | AsyncLog) -> None:
        self._log = log

    async def track(self, **partitions: Hashable) -> None:
        await _awaited(self._log.track(partitions))

    async def count(self, **spec: Hashable) -> int:
        return int(await _awaited(self._log.count(**spec)))

    async def hit(self, partitions: Partitions, *specs: Partitions) -> Sequence[int]:
        if isinstance(self._log, AbstractLog):
            return self._log.hit(partitions, specs)
        [counts] = await type(self._log).hit_all([(self._log, specs)], partitions)
        return counts

    async def hits(self) -> list[Hit]:
        if isinstance(self._log, AbstractLog):
            return list(self._log)
        return [hit async for hit in self._log]


def make_storage(kind: str, redis: Redis) -> Storage:
    """A new one, empty."""
    clock = ManualClock(NOW)
    if kind == "memory":
        return Storage(partial(MemoryLog, clock=clock), clock)
    return Storage(RedisStorage(redis, f"tests.{uuid4().hex}", clock=clock), clock)


async def _awaited(value: Any) -> Any:
    return await value if inspect.isawaitable(value) else value
