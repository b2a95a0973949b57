"""Hits in Redis or Valkey, shared between processes.

With a duration each combination of groups has a sorted set of the times of its hits, without one a number. What is
counted in is told by a hash: keys are short and do not spell out whom they count. The times are the server's own:
the processes' clocks need not agree. All keys of a counter have one hash tag and are in one slot of a cluster.
"""

import json
import re
from collections.abc import AsyncIterator, Hashable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from operator import itemgetter
from typing import Any, Self

from redis.asyncio import Redis
from typing_extensions import override

from shared.clock.clock import Clock
from shared.counter.log import HITS_MAX, AsyncLog, Duration, Hit, Partitions, subsets

# Without a duration a number goes a year after its last hit, so that groups nobody is in any more do not pile up.
_IDLE = timedelta(days=366)
_NAME = re.compile(r"[a-z0-9_.-]+")
_MICROSECOND = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# A clock that is given is one that a test moves.
_NOW = """
local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
end
local span = tonumber(ARGV[2])
local function text(number) return string.format('%.0f', number) end
"""

# KEYS: what numbers the hits, then for each log the listed hits and what the hit counts in.
_HIT = f"""{_NOW}
local lifetime, keys_per_log = ARGV[3], tonumber(ARGV[4])
local listed_max, counted_max, groups = tonumber(ARGV[5]), tonumber(ARGV[6]), ARGV[7]
-- As long as any other, for members of one moment are in order of their letters.
local hit = string.format('%016.0f', redis.call('INCR', KEYS[1]))
redis.call('PEXPIRE', KEYS[1], lifetime)

local function add(key, member, max)
  redis.call('ZADD', key, text(now), member)
  if span > 0 then
    redis.call('ZREMRANGEBYSCORE', key, '-inf', text(now - span))
  end
  local count = redis.call('ZCARD', key)
  if count > max then
    redis.call('ZREMRANGEBYRANK', key, 0, count - max - 1)
  end
  -- One more than are kept stands for any number beyond.
  return math.min(count, max + 1)
end

local counts = {{}}
for at = 2, #KEYS do
  local key = KEYS[at]
  local lists = (at - 2) % keys_per_log == 0
  if lists and listed_max > 0 then
    add(key, hit .. ':' .. groups, listed_max)
    redis.call('PEXPIRE', key, lifetime)
  elseif not lists then
    if span > 0 then
      counts[#counts + 1] = add(key, hit, counted_max)
    else
      counts[#counts + 1] = redis.call('INCR', key)
    end
    redis.call('PEXPIRE', key, lifetime)
  end
end
return counts
"""

_COUNT = f"""{_NOW}
if span > 0 then
  return redis.call('ZCOUNT', KEYS[1], '(' .. text(now - span), '+inf')
end
return tonumber(redis.call('GET', KEYS[1]) or 0)
"""

_LIST = f"""{_NOW}
local since = '-inf'
if span > 0 then
  since = '(' .. text(now - span)
end
return redis.call('ZRANGEBYSCORE', KEYS[1], since, '+inf', 'WITHSCORES')
"""


class RedisStorage:
    """What a counter is given as ``storage``. ``name`` is the counter's, the same in all processes that share it.

    ``listed_max``: of so many hits, the newest, a log can say when they were; 0 where nobody asks. Counts are not
    bounded by it.
    """

    def __init__(
        self, redis: Redis, name: str, *, listed_max: int = 10_000, clock: Clock | None = None
    ) -> None:
        if not _NAME.fullmatch(name):
            raise ValueError("a counter's name has small letters, digits, dots, dashes and underscores")
        self.name = name
        self.listed_max = listed_max
        self.store_hit = redis.register_script(_HIT)
        self.count_hits = redis.register_script(_COUNT)
        self.list_hits = redis.register_script(_LIST)
        self._clock = clock

    def __call__(self, duration: Duration, resource: str | None) -> "RedisLog":
        return RedisLog(duration, resource, self)

    def now(self) -> int | str:
        """What scripts are told; nothing where they shall ask the server."""
        return "" if self._clock is None else (self._clock.now() - _EPOCH) // _MICROSECOND


class RedisLog(AsyncLog):
    """Made by ``RedisStorage``. Groups are what JSON knows as plain values: texts, numbers, truth values, None."""

    def __init__(self, duration: Duration, resource: str | None, storage: RedisStorage) -> None:
        super().__init__(duration, resource)
        self.storage = storage
        self.microseconds = -1 if self.span is None else self.span // _MICROSECOND
        # Another duration is another counter: what was kept for the one does not serve the other.
        self.prefix = f"counter:{{{storage.name}}}:{'all' if self.span is None else self.microseconds}:"
        self.listed_key = f"{self.prefix}listed:{_digest(resource)}"

    def key(self, groups: Iterable[tuple[str, Hashable]]) -> str:
        """Of what hits in these groups are counted in."""
        return f"{self.prefix}{_digest([self.resource, sorted(groups, key=itemgetter(0))])}"

    @override
    async def __aiter__(self) -> AsyncIterator[Hit]:
        found: list[bytes | str] = await self.storage.list_hits(
            keys=[self.listed_key], args=[self.storage.now(), self.microseconds]
        )
        for member, at in zip(found[::2], found[1::2], strict=True):
            text = member.decode() if isinstance(member, bytes) else member
            yield _EPOCH + int(float(at)) * _MICROSECOND, json.loads(text.partition(":")[2])

    @override
    async def count(self, **partition_spec: Hashable) -> int:
        key = self.key(partition_spec.items())
        return int(await self.storage.count_hits(keys=[key], args=[self.storage.now(), self.microseconds]))

    @override
    async def track(self, partitions: Partitions) -> None:
        await self.hit_all([(self, ())], partitions)

    @override
    @classmethod
    async def hit_all(
        cls, logs: Sequence[tuple[Self, Sequence[Partitions]]], partitions: Partitions
    ) -> list[list[int]]:
        first = logs[0][0]
        storage = first.storage
        combinations = [frozenset(groups) for groups in subsets(partitions.items())]
        keys = [f"{first.prefix}n"]
        for log, _ in logs:
            keys += [log.listed_key, *(log.key(groups) for groups in combinations)]
        lifetime_ms = (first.span or _IDLE) // timedelta(milliseconds=1) + 1
        counts: list[int] = await storage.store_hit(
            keys=keys,
            args=[
                storage.now(),
                first.microseconds,
                lifetime_ms,
                1 + len(combinations),
                storage.listed_max,
                HITS_MAX,
                _text(dict(partitions)),
            ],
        )
        by_log = iter(counts)
        answers = []
        for _, specs in logs:
            counted = {groups: next(by_log) for groups in combinations}
            answers.append([counted[frozenset(spec.items())] for spec in specs])
        return answers


def _digest(value: Any) -> str:
    return blake2b(_text(value).encode(), digest_size=16).hexdigest()


def _text(value: Any) -> str:
    # Raises TypeError for a group that is not plain: its text must be the same in every process.
    return json.dumps(value, separators=(",", ":"))
