"""One partition's stream as a consumer group reads it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import ResponseError

from shared.contracts.ids import Partition
from shared.streams.keys import GROUP, calls_stream

Fields = Mapping[bytes, bytes]

_BLOCK_MS = 1_000
# Entries read at once: so many as have some megabytes together, going by the last ones. A batch is about 2 MB at
# most, so even the first read after small ones stays bounded.
_READ_BYTES = 3_000_000
_READ_MIN, _READ_MAX = 4, 128


@dataclass(frozen=True)
class Entry:
    id: bytes
    fields: Fields


class PartitionStream:
    """Raises redis.exceptions.RedisError while Redis is away."""

    def __init__(self, redis: Redis, partition: Partition, consumer: str) -> None:
        self._redis = redis
        self.key = calls_stream(partition)
        self._consumer = consumer
        self._count = _READ_MIN

    async def ensure_group(self) -> None:
        """From the stream's beginning: what was published before there was a group is not skipped."""
        try:
            await self._redis.xgroup_create(self.key, GROUP, id="0", mkstream=True)
        except ResponseError as error:
            if not str(error).startswith("BUSYGROUP"):
                raise

    async def claim_pending(self) -> AsyncIterator[list[Entry]]:
        """The entries that were delivered, to whomever, but never acknowledged, some at a time.

        The lease says that nobody else works this partition, so nothing need be idle first. Entries that were
        trimmed while pending come without fields; the fetcher finds them missing and fetches them again.
        """
        cursor: bytes = b"0-0"
        while True:
            answer: list[Any] = await self._redis.xautoclaim(
                self.key, GROUP, self._consumer, min_idle_time=0, start_id=cursor, count=_READ_MIN
            )
            cursor = answer[0]
            yield [Entry(entry_id, fields) for entry_id, fields in answer[1] if fields]
            if cursor == b"0-0":
                return

    async def read_new(self) -> list[Entry]:
        """Waits up to a second for entries never delivered before."""
        answer = await self._redis.xreadgroup(
            GROUP, self._consumer, {self.key: ">"}, count=self._count, block=_BLOCK_MS
        )
        entries = [Entry(entry_id, fields) for _, found in answer for entry_id, fields in found]
        if entries:
            size = sum(len(value) for entry in entries for value in entry.fields.values())
            self._count = min(_READ_MAX, max(_READ_MIN, _READ_BYTES * len(entries) // max(size, 1)))
        return entries

    async def acknowledge(self, entries: Sequence[Entry]) -> None:
        await self._redis.xack(self.key, GROUP, *(entry.id for entry in entries))

    async def trim_acknowledged(self) -> None:
        """Removes the entries that every group has acknowledged, never one that any still needs."""
        needed_from = [await self._needed_from(group) for group in await self._redis.xinfo_groups(self.key)]
        if needed_from:
            await self._redis.xtrim(self.key, minid=_text(min(needed_from)), approximate=False)

    async def _needed_from(self, group: dict[str, Any]) -> tuple[int, int]:
        if group["pending"]:
            oldest = await self._redis.xpending_range(self.key, group["name"], min="-", max="+", count=1)
            if oldest:
                return _parsed(oldest[0]["message_id"])
        milliseconds, number = _parsed(group["last-delivered-id"])
        return milliseconds, number + 1


def _parsed(entry_id: bytes) -> tuple[int, int]:
    milliseconds, _, number = entry_id.partition(b"-")
    return int(milliseconds), int(number)


def _text(parsed: tuple[int, int]) -> str:
    return f"{parsed[0]}-{parsed[1]}"
