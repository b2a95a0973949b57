"""Limits how often something is tried on behalf of one subject: an address, a user, both together.

For an operation that is throttled by address alone:

    async def register_user(registration: Registration, address: AddressDep, resources: ResourcesDep) -> None:
        await resources.throttles.registration.admit(throttled_as(address))

with its own ``Throttle`` in ``Throttles``, its limits in the settings, and 429 among its ``problems(...)``.

Attempts are counted by counters in Redis, one a limit, so that all processes count together. What a shorter limit
refuses does not reach the longer ones: however often somebody is refused, the long wait comes no nearer. Without
Redis each process counts in its own memory: people can sign in, and guessing is bounded still, if less tightly.
"""

import asyncio
import time
from collections.abc import Sequence
from functools import partial
from typing import TypeVar

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from services.api.throttle.errors import TooManyAttemptsError
from services.api.throttle.limit import Limit
from shared.clock.clock import Clock
from shared.counter.counter import Counter
from shared.counter.log import AbstractLog, AsyncLog
from shared.counter.memory_log import MemoryLog
from shared.counter.redis_log import RedisLog, RedisStorage

# Redis answers within a millisecond. A sign-in shall not wait for one that hangs.
_REDIS_TIMEOUT_SECONDS = 1.0
# Nor shall each: after a failure it is not asked for so long.
_REDIS_PAUSE_SECONDS = 5.0
_log = structlog.get_logger("security")

L = TypeVar("L", bound=AbstractLog | AsyncLog)


class Throttle:
    def __init__(self, name: str, limits: Sequence[Limit], redis: Redis, clock: Clock | None = None) -> None:
        """``limits``: the shortest first. ``clock``: one that a test moves; else Redis's own, and the system's."""
        self._name = name
        self._asks_redis_from = 0.0
        # Nobody asks when attempts were, and what is not listed leaves no subjects in Redis.
        shared = RedisStorage(redis, f"throttle.{name}", listed_max=0, clock=clock)
        here = partial(MemoryLog, clock=clock)
        self._counters = [
            (
                _limited(Counter(duration=limit.seconds, storage=shared), limit),
                _limited(Counter(duration=limit.seconds, storage=here), limit),
            )
            for limit in limits
        ]

    async def admit(self, subject: str) -> None:
        """Counts an attempt. Raises TooManyAttemptsError where it is one too many, saying how long to wait."""
        try:
            for shared, here in self._counters:
                if not await self._counted_by_redis(shared, subject):
                    await here.hit(subject)
        except TooManyAttemptsError as error:
            _log.warning("throttled", throttle=self._name, retry_after=error.headers["Retry-After"])
            raise

    async def allows(self, subject: str) -> bool:
        """Counts an attempt, and says whether it may be."""
        try:
            await self.admit(subject)
        except TooManyAttemptsError:
            return False
        return True

    async def _counted_by_redis(self, counter: Counter[RedisLog], subject: str) -> bool:
        if time.monotonic() < self._asks_redis_from:
            return False
        try:
            async with asyncio.timeout(_REDIS_TIMEOUT_SECONDS):
                await counter.hit(subject)
        except (RedisError, OSError) as error:  # TimeoutError is an OSError
            self._asks_redis_from = time.monotonic() + _REDIS_PAUSE_SECONDS
            _log.warning("throttle_without_redis", throttle=self._name, error=type(error).__name__)
            return False
        return True


def _limited(counter: Counter[L], limit: Limit) -> Counter[L]:
    def refuse(**_groups: str) -> None:
        # A whole window: after that none of the attempts so far counts.
        raise TooManyAttemptsError(limit.seconds)

    counter.partition("subject", lambda subject: subject)
    counter.every(1, refuse, after=limit.attempts, subject=counter.any)
    return counter
