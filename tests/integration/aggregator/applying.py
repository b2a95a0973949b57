"""Batches applied as a consumer does, and all that a dashboard then has."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise

import numpy as np
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.aggregator.apply.names import FoundNames, NameCache
from services.aggregator.apply.service import Outcome, apply_batches
from services.aggregator.seal.service import OpenHours
from shared.calls.block import decode_block, from_us, to_us
from shared.calls.calls import Calls, Int32s, NameKind
from shared.calls.named import NameColumn, NamedCalls
from shared.contracts.call_batch import CallBatch
from shared.contracts.ids import DashboardId, Sequence
from shared.db.engine import Sessions
from shared.db.models import ApplyState, CallBlock, DimensionRollup, Rollup
from shared.rollups.codec import decode_digests
from shared.rollups.dimension import decode_page_digests
from shared.statistics.state.digest import KEPT_QUANTILES, Digest
from tests.fixtures.rollups import name_of, write_rollups
from tests.fixtures.rows import NOON, add_dashboard

# Of each mean its weight; of a page, the same of each value, and the quantiles that are kept of it.
CellDigest = tuple[tuple[float, float], ...]
PageDigest = tuple[tuple[int, CellDigest, tuple[float, ...]], ...]
# (unit, endpoint, version, start) -> summary, digest, visitors
CellRows = dict[tuple[int, int, int, datetime], tuple[bytes, CellDigest, bytes]]
# (dimension, unit, endpoint, start) -> entries, digests
PageRows = dict[tuple[int, int, int, datetime], tuple[bytes, PageDigest]]
# Time in microseconds, execution time, endpoint, version, group_by, ip, status.
Row = tuple[int, float, int, int, int, int, int]


@dataclass
class Process:
    """What an aggregator knows between transactions, and loses when it dies."""

    names: NameCache = field(default_factory=NameCache)
    open_hours: OpenHours = field(default_factory=OpenHours)

    async def apply(self, sessions: Sessions, *batches: CallBatch, now: datetime = NOON) -> list[Outcome]:
        """All in one transaction."""
        found = FoundNames(self.names)
        async with sessions.begin() as session:
            outcomes = await apply_batches(session, batches, found, self.open_hours, now)
        self.names.remember(found)
        return outcomes


def named(calls: Calls) -> NamedCalls:
    """The same calls as a source gives them: each id has the name that ``name_of`` gives it."""

    def column(kind: NameKind) -> NameColumn:
        ids, codes = np.unique(calls.ids(kind), return_inverse=True)
        return NameColumn(codes.astype(np.int32), tuple(name_of(kind, name_id) for name_id in ids.tolist()))

    return NamedCalls(
        calls.at_us,
        calls.execution_ms,
        column(NameKind.ENDPOINT),
        column(NameKind.VERSION),
        column(NameKind.GROUP_BY),
        column(NameKind.IP),
        calls.status,
    )


def introduction(dashboard_id: DashboardId, start: datetime, ids_max: int) -> CallBatch:
    """A first batch without calls: it gives names their ids, in whatever order calls then come."""

    def column(kind: NameKind) -> NameColumn:
        known = tuple(name_of(kind, name_id) for name_id in range(1, ids_max + 1))
        return NameColumn(np.empty(0, np.int32), known)

    calls = replace(
        named(Calls.empty()),
        endpoint=column(NameKind.ENDPOINT),
        version=column(NameKind.VERSION),
        group_by=column(NameKind.GROUP_BY),
        ip=column(NameKind.IP),
    )
    return CallBatch(dashboard_id, Sequence(1), start, start, calls)


def window(
    dashboard_id: DashboardId, sequence: int, start: datetime, end: datetime, calls: Calls
) -> CallBatch:
    return CallBatch(dashboard_id, Sequence(sequence), start, end, named(calls))


@dataclass(frozen=True)
class Contents:
    """Compares equal where every cell and page has the same bytes, and blocks hold the same calls.

    Of digests only what their bytes mean: a run of equal values may be one row in them or several.
    """

    cells: CellRows
    pages: PageRows
    calls: Counter[Row]
    # Hour -> blocks of it.
    blocks: Counter[datetime] = field(compare=False)


async def contents(session: AsyncSession, dashboard_id: DashboardId) -> Contents:
    cells = (await session.scalars(select(Rollup).where(Rollup.dashboard_id == dashboard_id))).all()
    pages = await session.scalars(select(DimensionRollup).where(DimensionRollup.dashboard_id == dashboard_id))
    blocks = (await session.scalars(select(CallBlock).where(CallBlock.dashboard_id == dashboard_id))).all()
    calls: Counter[Row] = Counter()
    for block in blocks:
        decoded = decode_block(block.data, to_us(block.hour), block.format)
        assert len(decoded) == block.calls > 0
        calls.update(rows_of(decoded))
    unkept = np.full((len(cells), len(KEPT_QUANTILES)), np.nan)
    digests = meaning(decode_digests([row.digest for row in cells], unkept))
    return Contents(
        {
            (row.unit, row.endpoint, row.version, row.start): (row.summary, digest, row.visitors)
            for row, digest in zip(cells, digests, strict=True)
        },
        {
            (row.dimension, row.unit, row.endpoint, row.start): (row.entries, _page_digest(row.digests))
            for row in pages
        },
        calls,
        Counter(block.hour for block in blocks),
    )


def meaning(digest: Digest) -> list[CellDigest]:
    found: list[CellDigest] = []
    for start, end in pairwise(digest.edges.tolist()):
        weights: dict[float, float] = {}
        for mean, weight in zip(
            digest.mean[start:end].tolist(), digest.weight[start:end].tolist(), strict=True
        ):
            weights[mean] = weights.get(mean, 0) + weight
        found.append(tuple(weights.items()))
    return found


def _page_digest(data: bytes) -> PageDigest:
    digests = decode_page_digests(data, 0)
    kept = map(tuple, digests.digest.kept.tolist())
    return tuple(zip(digests.value.tolist(), meaning(digests.digest), kept, strict=True))


def rows_of(calls: Calls) -> Iterable[Row]:
    return zip(*(column.tolist() for column in vars(calls).values()), strict=True)


async def state_of(session: AsyncSession, dashboard_id: DashboardId) -> ApplyState:
    return await session.get_one(ApplyState, dashboard_id, populate_existing=True)


async def rebuilt(
    session: AsyncSession, calls: Calls, sealed_until: datetime | None, raw_from: datetime | None = None
) -> Contents:
    """What a dashboard with these calls should have: computed at once from the calls themselves."""
    if not len(calls):
        return Contents({}, {}, Counter(), Counter())
    dashboard_id = await add_dashboard(session)
    await write_rollups(session, dashboard_id, calls, sealed_until=sealed_until, raw_from=raw_from)
    return await contents(session, dashboard_id)


def differing(left: Contents, right: Contents) -> Collection[object]:
    """Keys of cells and pages that only one has, or that differ."""
    return [
        key
        for mine, theirs in ((left.cells, right.cells), (left.pages, right.pages))
        for key in mine.keys() | theirs.keys()
        if mine.get(key) != theirs.get(key)
    ]


def some_calls(
    rng: np.random.Generator, count: int, start: datetime, end: datetime, ids_max: int = 3
) -> Calls:
    """Any calls in [start, end), often on the edge of an hour, often as long as another."""
    start_us, end_us = to_us(start), to_us(end)

    def ids() -> Int32s:
        return rng.integers(1, ids_max, count, endpoint=True).astype(np.int32)

    at_us = rng.integers(start_us, end_us, count)
    hour_us = 3_600_000_000
    on_edge = np.clip(at_us // hour_us * hour_us - rng.integers(0, 2, count), start_us, end_us - 1)
    return Calls(
        at_us=np.where(rng.random(count) < 0.2, on_edge, at_us),
        execution_ms=np.where(rng.random(count) < 0.2, 100.0, rng.lognormal(4, 2, count)),
        endpoint=ids(),
        version=ids(),
        group_by=ids(),
        ip=ids(),
        status=rng.choice(np.array([0, 200, 404, 500], np.int16), count),
    )


def hour_of(moment: datetime) -> datetime:
    return from_us(to_us(moment) // 3_600_000_000 * 3_600_000_000)
