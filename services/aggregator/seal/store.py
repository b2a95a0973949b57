"""The tables that sealing reads and writes: call blocks, rollup cells and dimension pages.

Rows to be added wait until ``flush`` copies all of them at once, for as many dashboards as share the
transaction; whatever reads flushes first.
"""

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.calls.block import FORMAT, decode_block, encode_block, from_us, to_us
from shared.calls.calls import Calls
from shared.contracts.ids import DashboardId
from shared.db.copy import copy_rows
from shared.db.models import CallBlock, DimensionRollup, Rollup
from shared.rollups.cells import ALL, Cells, Keys
from shared.rollups.codec import decode_digests, decode_visitors, encode_digests, encode_visitors
from shared.rollups.dimension import (
    Dimension,
    DimensionCells,
    Entries,
    PageDigests,
    decode_entries,
    decode_page_digests,
    encode_entries,
    encode_page_digests,
)
from shared.rollups.summary import Summaries, decode_summaries, encode_summaries
from shared.rollups.unit import Unit

# The block of a sealed hour; while an hour is open its blocks have their batches' numbers, which begin at 1.
SEALED = 0
_BLOCKS = ("dashboard_id", "hour", "sequence", "calls", "format", "data")
_CELLS = ("dashboard_id", "unit", "endpoint", "version", "start", "summary", "digest", "visitors")
_PAGES = ("dashboard_id", "dimension", "unit", "endpoint", "start", "entries", "digests")


@dataclass
class SealStore:
    session: AsyncSession
    blocks: list[tuple[Any, ...]] = field(default_factory=list)
    cells: list[tuple[Any, ...]] = field(default_factory=list)
    pages: list[tuple[Any, ...]] = field(default_factory=list)

    def of(
        self, dashboard_id: DashboardId, sealed_until: datetime | None, raw_from: datetime | None
    ) -> "DashboardStore":
        return DashboardStore(
            self,
            dashboard_id,
            None if sealed_until is None else to_us(sealed_until),
            None if raw_from is None else to_us(raw_from),
        )

    async def flush(self) -> None:
        for table, columns, rows in (
            (CallBlock, _BLOCKS, self.blocks),
            (Rollup, _CELLS, self.cells),
            (DimensionRollup, _PAGES, self.pages),
        ):
            await copy_rows(self.session, table, columns, rows)
            rows.clear()


@dataclass(frozen=True)
class DashboardStore:
    """The rows of one dashboard. Times are microseconds since 1970 UTC, ranges half-open."""

    store: SealStore
    dashboard_id: DashboardId
    sealed_until: int | None
    raw_from: int | None

    # Blocks

    def add_block(self, calls: Calls, hour_us: int, sequence: int) -> None:
        data = encode_block(calls, hour_us)
        self.store.blocks.append((self.dashboard_id, from_us(hour_us), sequence, len(calls), FORMAT, data))

    async def calls_by_hour(self, start_us: int | None, end_us: int) -> list[tuple[int, int]]:
        """(hour, calls in its blocks), in order of time."""
        await self.store.flush()
        rows = await self.store.session.execute(
            select(CallBlock.hour, func.sum(CallBlock.calls))
            .where(*self._blocks(start_us, end_us))
            .group_by(CallBlock.hour)
            .order_by(CallBlock.hour)
        )
        return [(to_us(hour), int(calls)) for hour, calls in rows]

    async def read_blocks(self, start_us: int | None, end_us: int) -> AsyncIterator[Calls]:
        """Block by block, in order of time."""
        await self.store.flush()
        rows = await self.store.session.stream(
            select(CallBlock.hour, CallBlock.format, CallBlock.data)
            .where(*self._blocks(start_us, end_us))
            .order_by(CallBlock.hour, CallBlock.sequence)
        )
        async for hour, block_format, data in rows:
            yield decode_block(data, to_us(hour), block_format)

    async def take_blocks(
        self, start_us: int | None, end_us: int | None, calls_below: int | None = None
    ) -> list[Calls]:
        """Reads and removes them."""
        where = self._blocks(start_us, end_us)
        if calls_below is not None:
            where.append(CallBlock.calls < calls_below)
        return [calls for _, _, calls in await self._take(where)]

    async def take_numbered_blocks(self, start_us: int) -> list[tuple[int, int, Calls]]:
        """(hour, sequence, calls) of all blocks from then on; removes them."""
        return await self._take(self._blocks(start_us, None))

    async def _take(self, where: list[Any]) -> list[tuple[int, int, Calls]]:
        await self.store.flush()
        rows = await self.store.session.execute(
            delete(CallBlock)
            .where(*where)
            .returning(CallBlock.hour, CallBlock.sequence, CallBlock.format, CallBlock.data)
        )
        return [
            (to_us(hour), sequence, decode_block(data, to_us(hour), block_format))
            for hour, sequence, block_format, data in rows
        ]

    async def drop_blocks(self, end_us: int) -> None:
        await self.store.flush()
        await self.store.session.execute(delete(CallBlock).where(*self._blocks(None, end_us)))

    def _blocks(self, start_us: int | None, end_us: int | None) -> list[Any]:
        where: list[Any] = [CallBlock.dashboard_id == self.dashboard_id]
        if start_us is not None:
            where.append(CallBlock.hour >= from_us(start_us))
        if end_us is not None:
            where.append(CallBlock.hour < from_us(end_us))
        return where

    # Cells

    def add_cells(self, cells: Cells, unit: Unit) -> None:
        summaries = encode_summaries(
            Summaries(
                cells.keys.start_us, cells.counters, cells.statuses, cells.digest.kept, cells.visitors.unique
            )
        )
        starts = {start_us: from_us(start_us) for start_us in np.unique(cells.keys.start_us).tolist()}
        self.store.cells.extend(
            (self.dashboard_id, unit, endpoint, version, starts[start_us], *encoded)
            for endpoint, version, start_us, *encoded in zip(
                cells.keys.endpoint.tolist(),
                cells.keys.version.tolist(),
                cells.keys.start_us.tolist(),
                summaries,
                encode_digests(cells.digest),
                encode_visitors(cells.visitors),
                strict=True,
            )
        )

    async def finest_cells(self, unit: Unit, starts_us: Sequence[int]) -> Cells:
        """The cells of these units that tell both endpoint and version apart."""
        await self.store.flush()
        rows = (
            await self.store.session.execute(
                select(
                    Rollup.endpoint,
                    Rollup.version,
                    Rollup.start,
                    Rollup.summary,
                    Rollup.digest,
                    Rollup.visitors,
                )
                .where(*self._cells(unit, starts_us), Rollup.endpoint != ALL, Rollup.version != ALL)
                # Sums of floats depend on their order to the last bit; rows made anew lie elsewhere in the table.
                .order_by(Rollup.start, Rollup.endpoint, Rollup.version)
            )
        ).all()
        summaries = decode_summaries(b"".join(row.summary for row in rows))
        return Cells(
            Keys(
                np.array([to_us(row.start) for row in rows], np.int64),
                np.array([row.endpoint for row in rows], np.int64),
                np.array([row.version for row in rows], np.int64),
            ),
            summaries.counters,
            summaries.statuses,
            decode_digests([row.digest for row in rows], summaries.quantiles),
            decode_visitors([row.visitors for row in rows], summaries.unique),
        )

    async def hours_of_endpoint(self, endpoint: int) -> tuple[list[int], int]:
        """The sealed hours in which it was called, and how many calls those were."""
        await self.store.flush()
        rows = (
            await self.store.session.execute(
                select(Rollup.start, Rollup.summary).where(
                    Rollup.dashboard_id == self.dashboard_id,
                    Rollup.unit == Unit.HOUR,
                    Rollup.endpoint == endpoint,
                    Rollup.version == ALL,
                )
            )
        ).all()
        calls = decode_summaries(b"".join(row.summary for row in rows)).counters.count
        return sorted(to_us(row.start) for row in rows), int(calls.sum())

    async def drop_cells(self, unit: Unit, starts_us: Sequence[int]) -> None:
        await self.store.flush()
        await self.store.session.execute(delete(Rollup).where(*self._cells(unit, starts_us)))

    def _cells(self, unit: Unit, starts_us: Sequence[int]) -> list[Any]:
        return [
            Rollup.dashboard_id == self.dashboard_id,
            Rollup.unit == unit,
            Rollup.start.in_([from_us(start_us) for start_us in starts_us]),
        ]

    # Dimension pages

    def add_pages(self, cells: DimensionCells, dimension: Dimension, unit: Unit) -> None:
        self.store.pages.extend(
            (
                self.dashboard_id,
                dimension,
                unit,
                endpoint,
                from_us(start_us),
                encode_entries(page.entries),
                encode_page_digests(page.digests),
            )
            for start_us, endpoint, page in cells.pages()
        )

    async def pages(self, dimension: Dimension, unit: Unit, starts_us: Sequence[int]) -> list[DimensionCells]:
        """Of all endpoints, each and together."""
        endpoints = await self.page_endpoints(dimension, unit, starts_us)
        if not endpoints:
            return []
        digests = await self.page_digests(dimension, unit, starts_us)
        entries = [await self.page_entries(dimension, unit, starts_us, endpoint) for endpoint in endpoints]
        return [DimensionCells(Entries.concat(entries), digests)]

    async def page_endpoints(self, dimension: Dimension, unit: Unit, starts_us: Sequence[int]) -> list[int]:
        """The endpoints that have pages in these units, ALL among them."""
        await self.store.flush()
        rows = await self.store.session.scalars(
            select(DimensionRollup.endpoint)
            .where(*self._pages(unit, starts_us), DimensionRollup.dimension == dimension)
            .distinct()
            .order_by(DimensionRollup.endpoint)
        )
        return list(rows)

    async def page_entries(
        self, dimension: Dimension, unit: Unit, starts_us: Sequence[int], endpoint: int
    ) -> Entries:
        await self.store.flush()
        rows = await self.store.session.execute(
            select(DimensionRollup.start, DimensionRollup.entries)
            .where(
                *self._pages(unit, starts_us),
                DimensionRollup.dimension == dimension,
                DimensionRollup.endpoint == endpoint,
            )
            .order_by(DimensionRollup.start)
        )
        return Entries.concat([decode_entries(data, to_us(start), endpoint) for start, data in rows])

    async def page_digests(
        self, dimension: Dimension, unit: Unit, starts_us: Sequence[int], values: range | None = None
    ) -> PageDigests:
        """Of some values, or of all; page by page, for one may be large."""
        await self.store.flush()
        rows = await self.store.session.stream(
            select(DimensionRollup.start, DimensionRollup.digests)
            .where(*self._digests(dimension, unit, starts_us))
            .order_by(DimensionRollup.start)
        )
        parts = [PageDigests.none()]
        async for start, data in rows:
            parts.append(decode_page_digests(data, to_us(start), values))
        return PageDigests.concat(parts)

    async def page_digests_size(self, dimension: Dimension, unit: Unit, starts_us: Sequence[int]) -> int:
        """How many bytes they have together."""
        await self.store.flush()
        size = await self.store.session.scalar(
            select(func.sum(func.length(DimensionRollup.digests))).where(
                *self._digests(dimension, unit, starts_us)
            )
        )
        return int(size or 0)

    def _digests(self, dimension: Dimension, unit: Unit, starts_us: Sequence[int]) -> list[Any]:
        where = self._pages(unit, starts_us)
        return [*where, DimensionRollup.dimension == dimension, DimensionRollup.endpoint == ALL]

    async def drop_pages(
        self, unit: Unit, starts_us: Sequence[int], dimensions: Iterable[Dimension] = Dimension
    ) -> None:
        await self.store.flush()
        await self.store.session.execute(
            delete(DimensionRollup).where(
                *self._pages(unit, starts_us), DimensionRollup.dimension.in_(list(dimensions))
            )
        )

    def _pages(self, unit: Unit, starts_us: Sequence[int]) -> list[Any]:
        return [
            DimensionRollup.dashboard_id == self.dashboard_id,
            DimensionRollup.unit == unit,
            DimensionRollup.start.in_([from_us(start_us) for start_us in starts_us]),
        ]
