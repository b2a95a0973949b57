"""Reads the pages of a dimension: what is known of each ip, group or status code per day and month."""

import asyncio
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from sqlalchemy.ext.asyncio import AsyncSession

from shared.calls.block import from_us, to_us
from shared.calls.calls import Int64s
from shared.contracts.ids import DashboardId
from shared.db.viewer import Viewer, viewed
from shared.query.cover import Spans, gap_us
from shared.query.pieces import AnyState, Piece, Pieces
from shared.query.question import By
from shared.query.route import PAGED
from shared.rollups.dimension import Dimension, Entries, decode_entries, decode_page_digests
from shared.rollups.unit import Unit
from shared.statistics.state.counters import NEVER_FIRST, NEVER_LAST, Counters
from shared.statistics.state.digest import Digest
from shared.statistics.state.statuses import STATUS_CLASSES, Statuses
from shared.statistics.state.visitors import Visitors

_STATEMENT = viewed(
    """
    SELECT span.unit, p.start, p.endpoint, p.entries, CASE WHEN :digests THEN p.digests END AS digests
    FROM unnest(
        CAST(:units AS smallint[]), CAST(:starts AS timestamptz[]), CAST(:ends AS timestamptz[])
    ) AS span (unit, lo, hi)
    CROSS JOIN unnest(CAST(:endpoints AS integer[])) AS of_endpoint (id)
    JOIN dimension_rollup p
        ON p.dashboard_id = :dashboard_id AND p.dimension = :dimension AND p.unit = span.unit
        AND p.endpoint = of_endpoint.id AND p.start >= span.lo AND p.start < span.hi
    WHERE {seen}
    """
)
# Compressed pages that are held at once; an entry takes some 15 bytes compressed, 64 unpacked.
_BYTES_AT_ONCE = 4 << 20
_BYTES_WORTH_A_THREAD = 64 << 10
# Groups that are kept before they are folded.
_GROUPS_AT_ONCE = 1_000_000


@dataclass(frozen=True)
class _Page:
    unit: Unit
    start: datetime
    endpoint: int
    entries: bytes
    digests: bytes | None

    def __len__(self) -> int:
        return len(self.entries) + len(self.digests or b"")


@dataclass(frozen=True)
class PageReader:
    """Reads as ``viewer``."""

    session: AsyncSession
    viewer: Viewer
    dashboard_id: DashboardId

    async def pieces(
        self,
        units: Mapping[Unit, Spans],
        endpoints: Sequence[int],
        dimension: Dimension,
        wanted: Mapping[By, int],
        by: Sequence[By],
        states: Collection[AnyState],
    ) -> Pieces:
        """What the pages of these endpoints tell of the states, as far as versions and values are as wanted."""
        ranges = [
            (unit, from_us(start), from_us(end))
            for unit, spans in units.items()
            for start, end in spans.joined(gap_us(unit))
        ]
        found = Pieces()
        if not ranges or not endpoints:
            return found
        rows = await self.session.stream(
            _STATEMENT,
            {
                "dashboard_id": self.dashboard_id,
                **self.viewer.parameters(),
                "dimension": dimension,
                "units": [unit for unit, *_ in ranges],
                "starts": [start for _, start, _ in ranges],
                "ends": [end for *_, end in ranges],
                "endpoints": endpoints,
                "digests": Digest in states,
            },
        )
        chunk: list[_Page] = []
        held = 0

        def decoded() -> Pieces:
            pieces = Pieces()
            for page in chunk:
                for piece in _pieces(page, units[page.unit], dimension, wanted, by, states):
                    pieces.add(piece)
            return pieces

        async for unit, start, endpoint, entries, digests in rows:
            chunk.append(_Page(Unit(unit), start, endpoint, entries, digests))
            held += len(chunk[-1])
            if held >= _BYTES_AT_ONCE:
                found.extend(await asyncio.to_thread(decoded))
                chunk.clear()
                held = 0
                if len(found) > _GROUPS_AT_ONCE:
                    found = await asyncio.to_thread(found.folded)
        if held < _BYTES_WORTH_A_THREAD:
            found.extend(decoded())
        else:
            found.extend(await asyncio.to_thread(decoded))
        return found


def _pieces(
    page: _Page,
    spans: Spans,
    dimension: Dimension,
    wanted: Mapping[By, int],
    by: Sequence[By],
    states: Collection[AnyState],
) -> Iterator[Piece]:
    start_us = to_us(page.start)
    (slice_,) = spans.slice_at(np.array([start_us])).tolist()
    if slice_ < 0:
        return
    paged = next(each for each, its in PAGED.items() if its is dimension)
    entries = _matching(decode_entries(page.entries, start_us, page.endpoint), paged, wanted)
    columns = {By.ENDPOINT: entries.endpoint, By.VERSION: entries.version, paged: entries.value}
    keys = tuple(columns[each] for each in by)
    slices = np.full(len(entries), slice_)
    for state in states:
        if state is Counters:
            yield Piece(slices, keys, _counters(entries))
        elif state is Visitors:
            yield Piece(slices, keys, _visitors(entries))
        elif state is Statuses:
            yield Piece(slices, keys, _statuses(entries))
        elif state is Digest:
            found = decode_page_digests(page.digests or b"", start_us)
            values, digest = found.value, found.digest
            chosen = np.flatnonzero(values == wanted[paged]) if paged in wanted else np.arange(len(values))
            values = values[chosen]
            yield Piece(np.full(len(values), slice_), tuple(values for _ in by), digest.select(chosen))


def _matching(entries: Entries, paged: By, wanted: Mapping[By, int]) -> Entries:
    chosen = np.ones(len(entries), np.bool_)
    if By.VERSION in wanted:
        chosen &= entries.version == wanted[By.VERSION]
    if paged in wanted:
        chosen &= entries.value == wanted[paged]
    return entries if chosen.all() else entries.select(chosen)


def _counters(entries: Entries) -> Counters:
    """Without spread and times of first and last call, which pages do not keep."""
    count = len(entries)
    return Counters(
        entries.count,
        entries.total_ms,
        np.full(count, np.nan),
        entries.min_ms,
        entries.max_ms,
        np.full(count, NEVER_FIRST),
        np.full(count, NEVER_LAST),
    )


def _visitors(entries: Entries) -> Visitors:
    count = len(entries)
    return Visitors(entries.value, entries.count, np.arange(count + 1), np.ones(count, np.int64), {})


def _statuses(entries: Entries) -> Statuses:
    classes = entries.value // 100
    known: Int64s = np.where((classes >= 1) & (classes < len(STATUS_CLASSES)), classes, 0)
    count = np.zeros((len(entries), len(STATUS_CLASSES)), np.int64)
    count[np.arange(len(entries)), known] = entries.count
    return Statuses(count)
