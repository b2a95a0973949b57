"""Batches of several dashboards, published straight onto the streams, and what should become of them.

Stands in for the fetcher: what is neither applied nor in a stream is published again under the same number.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from redis.asyncio import Redis
from sqlalchemy import func, select

from shared.calls.block import decode_block, to_us
from shared.calls.calls import Calls
from shared.contracts.call_batch import CallBatch, dashboard_of, encode_batch
from shared.contracts.ids import DashboardId
from shared.db.engine import Sessions
from shared.db.models import ApplyState, CallBlock, Rollup
from shared.rollups.cells import ALL
from shared.rollups.summary import decode_summaries
from shared.rollups.unit import Unit
from shared.streams.keys import calls_stream, partition_of
from tests.fixtures.rows import add_dashboard
from tests.integration.aggregator.applying import introduction, some_calls, window

PARTITIONS = 8
WINDOW = timedelta(minutes=15)
IDS_MAX = 5
# Long enough ago for many windows, not so long that retention would take their calls.
_DAYS_AGO = 60
# Every so many windows bring calls that should have come in one of the hundreds before.
_LATE_EVERY = 25


@dataclass
class Source:
    """One dashboard's calls and the batches that bring them."""

    dashboard_id: DashboardId
    calls: Calls
    batches: list[CallBatch]
    published: int = 0


def source(dashboard_id: DashboardId, rng: np.random.Generator, batches: int, calls_a_batch: int) -> Source:
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    start = midnight - timedelta(days=_DAYS_AGO)
    calls = some_calls(rng, batches * calls_a_batch, start, start + batches * WINDOW, IDS_MAX)
    due = (calls.at_us - to_us(start)) // (WINDOW // timedelta(microseconds=1))
    brings_late = np.arange(_LATE_EVERY - 1, batches, _LATE_EVERY)
    late = np.flatnonzero(rng.random(len(calls)) < 0.002)
    if len(brings_late):
        behind = np.searchsorted(brings_late, due[late] + rng.integers(0, 300, len(late)))
        due[late] = np.maximum(due[late], brings_late[np.minimum(behind, len(brings_late) - 1)])
    order = np.argsort(due, kind="stable")
    edges = np.searchsorted(due[order], np.arange(batches + 1))
    cut = [
        window(
            dashboard_id,
            number + 2,
            start + number * WINDOW,
            start + (number + 1) * WINDOW,
            calls.select(order[edges[number] : edges[number + 1]]),
        )
        for number in range(batches)
    ]
    return Source(dashboard_id, calls, [introduction(dashboard_id, start, IDS_MAX), *cut])


@dataclass
class Traffic:
    redis: Redis
    sessions: Sessions
    sources: list[Source] = field(default_factory=list)

    async def add(self, rng: np.random.Generator, dashboards: int, batches: int, calls_a_batch: int) -> None:
        async with self.sessions.begin() as session:
            ids = [await add_dashboard(session) for _ in range(dashboards)]
        self.sources += [source(dashboard_id, rng, batches, calls_a_batch) for dashboard_id in ids]

    async def publish(self, batches_each: int) -> None:
        """So many more of every dashboard, by turns."""
        for _ in range(batches_each):
            waiting = [each for each in self.sources if each.published < len(each.batches)]
            await self._add([each.batches[each.published] for each in waiting])
            for each in waiting:
                each.published += 1
            # As long as this takes the aggregator may work, and be killed.
            await asyncio.sleep(0)

    async def redeliver(self) -> int:
        """How many batches were neither applied nor waiting."""
        waiting: set[tuple[DashboardId, int]] = set()
        for key in await self.redis.keys("calls:{*}"):
            for _, fields in await self.redis.xrange(key):
                waiting.add((dashboard_of(fields), int(fields[b"sequence"])))
        applied = await self.applied()
        missing = [
            batch
            for each in self.sources
            for batch in each.batches[applied.get(each.dashboard_id, 0) : each.published]
            if (each.dashboard_id, batch.sequence) not in waiting
        ]
        await self._add(missing)
        return len(missing)

    async def _add(self, batches: list[CallBatch]) -> None:
        pipeline = self.redis.pipeline(transaction=False)
        for batch in batches:
            fields: dict[Any, Any] = dict(encode_batch(batch))
            pipeline.xadd(calls_stream(partition_of(batch.dashboard_id, PARTITIONS)), fields)
        await pipeline.execute()

    async def applied(self) -> dict[DashboardId, int]:
        async with self.sessions() as session:
            rows = await session.execute(select(ApplyState.dashboard_id, ApplyState.applied_sequence))
            return {DashboardId(dashboard_id): sequence for dashboard_id, sequence in rows}

    async def unapplied(self) -> int:
        applied = await self.applied()
        return sum(each.published - applied.get(each.dashboard_id, 0) for each in self.sources)

    @property
    def all_published(self) -> bool:
        return all(each.published == len(each.batches) for each in self.sources)


# Count, sum, least and greatest execution time.
Counted = tuple[int, float, float, float]


def counted(calls: Calls) -> dict[int, Counted]:
    """Of each endpoint."""
    return {
        endpoint: _counted(calls.execution_ms[calls.endpoint == endpoint])
        for endpoint in np.unique(calls.endpoint).tolist()
    }


def _counted(times: np.ndarray[Any, np.dtype[np.float64]]) -> Counted:
    return len(times), float(times.sum()), float(times.min()), float(times.max())


async def counted_by_pydash(sessions: Sessions, dashboard_id: DashboardId) -> dict[int, Counted]:
    """The same from the cells of sealed hours and the blocks of open ones."""
    async with sessions() as session:
        state = await session.get_one(ApplyState, dashboard_id)
        assert state.sealed_until is not None
        cells = await session.execute(
            select(Rollup.endpoint, func.string_agg(Rollup.summary, b""))
            .where(Rollup.dashboard_id == dashboard_id, Rollup.unit == Unit.HOUR)
            .where(Rollup.endpoint != ALL, Rollup.version == ALL)
            .group_by(Rollup.endpoint)
        )
        blocks = await session.scalars(
            select(CallBlock)
            .where(CallBlock.dashboard_id == dashboard_id)
            .where(CallBlock.hour >= state.sealed_until)
        )
        parts: dict[int, list[Counted]] = {}
        for endpoint, summaries in cells:
            counters = decode_summaries(summaries).counters
            parts.setdefault(endpoint, []).append(
                (
                    int(counters.count.sum()),
                    float(counters.total_ms.sum()),
                    float(counters.min_ms.min()),
                    float(counters.max_ms.max()),
                )
            )
        for block in blocks:
            for endpoint, found in counted(decode_block(block.data, to_us(block.hour), block.format)).items():
                parts.setdefault(endpoint, []).append(found)
    return {
        endpoint: (
            sum(count for count, *_ in of_endpoint),
            sum(total for _, total, *_ in of_endpoint),
            min(least for *_, least, _ in of_endpoint),
            max(greatest for *_, greatest in of_endpoint),
        )
        for endpoint, of_endpoint in parts.items()
    }
