"""Puts batches onto their stream, and asks whether an entry is still there."""

from dataclasses import dataclass
from typing import Any

from redis.asyncio import Redis

from shared.contracts.call_batch import CallBatch, encode_batch
from shared.contracts.ids import DashboardId
from shared.streams.keys import calls_stream, partition_of

# XRANGE would send the whole entry, megabytes perhaps, to answer yes or no.
_HOLDS_ENTRY = "return #redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1])"


@dataclass(frozen=True)
class BatchPublisher:
    redis: Redis
    partitions: int
    entries_max: int

    async def publish(self, batch: CallBatch) -> str:
        """The id of the entry that carries the batch."""
        fields: dict[Any, Any] = dict(encode_batch(batch))
        entry_id: bytes = await self.redis.xadd(self._stream(batch.dashboard_id), fields)
        return entry_id.decode()

    async def has_room(self, dashboard_id: DashboardId) -> bool:
        """Whether the stream is short enough to publish to; if not, the aggregator is behind."""
        length: int = await self.redis.xlen(self._stream(dashboard_id))
        return length < self.entries_max

    async def holds(self, dashboard_id: DashboardId, entry_id: str) -> bool:
        """Whether the entry waits in its stream. The aggregator removes entries after its commit."""
        held: int = await self.redis.eval(_HOLDS_ENTRY, 1, self._stream(dashboard_id), entry_id)  # type: ignore[misc]
        return bool(held)

    def _stream(self, dashboard_id: DashboardId) -> str:
        return calls_stream(partition_of(dashboard_id, self.partitions))
