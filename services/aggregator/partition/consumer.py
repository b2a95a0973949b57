"""Works one partition: read, apply, acknowledge after the commit, trim."""

import asyncio

import structlog
from redis.exceptions import RedisError, ResponseError
from sqlalchemy.exc import DBAPIError

from services.aggregator.apply.names import NameCache
from services.aggregator.apply.service import Outcome, apply_batch
from services.aggregator.deadletter.service import bury
from services.aggregator.partition.stream import Entry, PartitionStream
from services.aggregator.resources import Resources
from shared.contracts.call_batch import BadBatchError, CallBatch, decode_batch
from shared.contracts.dashboard_moved import DashboardMoved, publish_moved
from shared.contracts.ids import Partition
from shared.db.passing import is_passing

_RETRY_SECONDS = 0.5
_log = structlog.get_logger(__name__)


class PartitionConsumer:
    def __init__(self, resources: Resources, partition: Partition) -> None:
        self._resources = resources
        self._stream = PartitionStream(resources.redis, partition, resources.owner)
        self._names = NameCache()

    async def run(self) -> None:
        """Until cancelled. Entries that were pending when the lease was taken come first, so order is kept."""
        while True:
            try:
                await self._stream.ensure_group()
                async for entries in self._stream.claim_pending():
                    await self._work(entries)
                while True:
                    await self._work(await self._stream.read_new())
            except ResponseError as error:
                # Somebody flushed Redis: stream and group are made anew, the fetcher fetches again what is lost.
                _log.warning("stream_lost", stream=self._stream.key, error=str(error)[:100])
            except RedisError as error:
                _log.warning("redis_lost", stream=self._stream.key, error=type(error).__name__)
            await asyncio.sleep(_RETRY_SECONDS)

    async def _work(self, entries: list[Entry]) -> None:
        for entry in entries:
            await self._handle(entry)
            await self._stream.acknowledge(entry)
        if entries:
            await self._stream.trim_acknowledged()

    async def _handle(self, entry: Entry) -> None:
        try:
            batch = decode_batch(entry.fields)
        except BadBatchError as error:
            await bury(self._resources, self._stream.key, entry.id, entry.fields, "unreadable", str(error))
            return
        attempts = 0
        while True:
            try:
                outcome = await self._apply(batch)
            except Exception as error:  # noqa: BLE001 - whatever it is, this batch must not stop the others
                passing = is_passing(error)
                attempts += not passing
                _log.warning("batch_failed", attempts=attempts, passing=passing, error=type(error).__name__)
                if attempts >= self._resources.settings.apply_attempts_max:
                    await self._bury(entry, error)
                    return
                # While Postgres is away the entry stays pending.
                await asyncio.sleep(_RETRY_SECONDS)
            else:
                await self._tell(batch, outcome)
                return

    async def _bury(self, entry: Entry, error: Exception) -> None:
        reason = "refused" if isinstance(error, DBAPIError) else "failed"
        # Without the statement and its parameters, megabytes of block, that SQLAlchemy's message repeats.
        cause = error.orig if isinstance(error, DBAPIError) else error
        detail = f"{type(cause).__name__}: {cause}"[:500]
        await bury(self._resources, self._stream.key, entry.id, entry.fields, reason, detail)

    async def _apply(self, batch: CallBatch) -> Outcome:
        self._names.begin()
        async with self._resources.sessions.begin() as session:
            outcome = await apply_batch(session, batch, self._names, self._resources.clock.now())
        # Only committed names may be remembered.
        self._names.commit()
        return outcome

    async def _tell(self, batch: CallBatch, outcome: Outcome) -> None:
        fields = {"dashboard": str(batch.dashboard_id), "sequence": batch.sequence, "calls": len(batch.calls)}
        if outcome is Outcome.APPLIED:
            _log.info("batch_applied", **fields)
            await publish_moved(self._resources.redis, DashboardMoved(batch.dashboard_id, batch.sequence))
        else:
            _log.warning("batch_not_applied", outcome=outcome.value, **fields)
