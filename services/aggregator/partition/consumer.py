"""Works one partition: read, apply, acknowledge after the commit, trim; between batches, housekeeping."""

import asyncio
from collections.abc import Sequence
from functools import partial

import structlog
from redis.exceptions import RedisError, ResponseError
from sqlalchemy.exc import DBAPIError

from services.aggregator.apply.names import FoundNames
from services.aggregator.apply.service import Outcome, apply_batches
from services.aggregator.change.service import apply_changes
from services.aggregator.deadletter.service import bury
from services.aggregator.partition.stream import Entry, PartitionStream
from services.aggregator.removal.service import clear_deleted
from services.aggregator.resources import Resources
from services.aggregator.retention.service import expire_blocks
from services.aggregator.seal.service import OpenHours
from shared.contracts.call_batch import BadBatchError, CallBatch, decode_batch
from shared.contracts.dashboard_moved import DashboardMoved, publish_moved
from shared.contracts.ids import Partition
from shared.db.passing import is_passing
from shared.process.chores import Chores

_RETRY_SECONDS = 0.5
_Decoded = tuple[Entry, CallBatch | BadBatchError]
_log = structlog.get_logger(__name__)


class PartitionConsumer:
    def __init__(self, resources: Resources, partition: Partition) -> None:
        self._resources = resources
        self._partition = partition
        self._stream = PartitionStream(resources.redis, partition, resources.owner)
        self._open_hours = OpenHours()
        settings = resources.settings
        self._chores = Chores(
            resources.clock,
            {
                self._apply_changes: settings.changes_interval,
                self._clear: settings.changes_interval,
                self._expire: settings.retention_interval,
            },
        )

    async def run(self) -> None:
        """Until cancelled. Entries that were pending when the lease was taken come first, so order is kept."""
        self._resources.names.forget(partial(self._resources.is_of, self._partition))
        while True:
            try:
                await self._stream.ensure_group()
                async for entries in self._stream.claim_pending():
                    await self._work(await asyncio.to_thread(_decoded, entries))
                await self._follow()
            except ResponseError as error:
                # Somebody flushed Redis: stream and group are made anew, the fetcher fetches again what is lost.
                _log.warning("stream_lost", stream=self._stream.key, error=str(error)[:100])
            except RedisError as error:
                _log.warning("redis_lost", stream=self._stream.key, error=type(error).__name__)
            await asyncio.sleep(_RETRY_SECONDS)

    async def _follow(self) -> None:
        """Reads and decodes ahead while the batches before are applied."""
        upcoming = asyncio.create_task(self._read())
        try:
            while True:
                await self._chores.run_due()
                decoded = await upcoming
                upcoming = asyncio.create_task(self._read())
                await self._work(decoded)
        finally:
            # What it has read stays pending, for whoever works the partition next.
            upcoming.cancel()
            await asyncio.gather(upcoming, return_exceptions=True)

    async def _read(self) -> list[_Decoded]:
        return await asyncio.to_thread(_decoded, await self._stream.read_new())

    async def _work(self, decoded: Sequence[_Decoded]) -> None:
        readable = []
        for entry, batch in decoded:
            if isinstance(batch, BadBatchError):
                await self._bury(entry, "unreadable", str(batch))
            else:
                readable.append((entry, batch))
        await self._apply_together(readable)
        if decoded:
            await self._stream.acknowledge([entry for entry, _ in decoded])
            await self._stream.trim_acknowledged()

    async def _apply_together(self, readable: Sequence[tuple[Entry, CallBatch]]) -> None:
        if not readable:
            return
        try:
            outcomes = await self._apply([batch for _, batch in readable])
        except Exception as error:  # noqa: BLE001 - whatever it is, one batch must not stop the others
            _log.warning("batches_failed", batches=len(readable), error=type(error).__name__)
            for entry, batch in readable:
                await self._apply_alone(entry, batch)
        else:
            await self._tell([batch for _, batch in readable], outcomes)

    async def _apply_alone(self, entry: Entry, batch: CallBatch) -> None:
        attempts = 0
        while True:
            try:
                outcomes = await self._apply([batch])
            except Exception as error:  # noqa: BLE001 - as above
                passing = is_passing(error)
                attempts += not passing
                _log.warning("batch_failed", attempts=attempts, passing=passing, error=type(error).__name__)
                if attempts >= self._resources.settings.apply_attempts_max:
                    reason = "refused" if isinstance(error, DBAPIError) else "failed"
                    # Without the statement and its parameters, megabytes of block, that SQLAlchemy repeats.
                    cause = error.orig if isinstance(error, DBAPIError) else error
                    await self._bury(entry, reason, f"{type(cause).__name__}: {cause}"[:500])
                    return
                # While Postgres is away the entry stays pending.
                await asyncio.sleep(_RETRY_SECONDS)
            else:
                await self._tell([batch], outcomes)
                return

    async def _bury(self, entry: Entry, reason: str, detail: str) -> None:
        await bury(self._resources, self._stream.key, entry.id, entry.fields, reason, detail)

    async def _apply(self, batches: Sequence[CallBatch]) -> list[Outcome]:
        names = FoundNames(self._resources.names)
        async with self._resources.sessions.begin() as session:
            now = self._resources.clock.now()
            outcomes = await apply_batches(session, batches, names, self._open_hours, now)
        # Only committed names may be remembered.
        self._resources.names.remember(names)
        return outcomes

    async def _tell(self, batches: Sequence[CallBatch], outcomes: Sequence[Outcome]) -> None:
        last = {}
        for batch, outcome in zip(batches, outcomes, strict=True):
            fields = {"dashboard": str(batch.dashboard_id), "sequence": batch.sequence}
            if outcome is Outcome.APPLIED:
                _log.info("batch_applied", calls=len(batch.calls), **fields)
                last[batch.dashboard_id] = batch.sequence
            else:
                _log.warning("batch_not_applied", outcome=outcome.value, **fields)
        await publish_moved(self._resources.redis, *(DashboardMoved(*moved) for moved in last.items()))

    async def _apply_changes(self) -> None:
        changed = await apply_changes(self._resources, self._partition)
        await publish_moved(self._resources.redis, *map(DashboardMoved, changed))

    async def _clear(self) -> None:
        await clear_deleted(self._resources, self._partition)

    async def _expire(self) -> None:
        await expire_blocks(self._resources, self._partition)


def _decoded(entries: Sequence[Entry]) -> list[_Decoded]:
    decoded: list[_Decoded] = []
    for entry in entries:
        try:
            decoded.append((entry, decode_batch(entry.fields)))
        except BadBatchError as error:
            decoded.append((entry, error))
    return decoded
