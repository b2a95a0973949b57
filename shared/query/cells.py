"""Reads rollup cells: summaries of all, digests and visitors only of those that will be merged."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from shared.calls.block import from_us
from shared.calls.calls import Bools, Int64s
from shared.contracts.ids import DashboardId
from shared.db.viewer import Viewer, viewed
from shared.query.cover import Cover, Spans, gap_us, lengths
from shared.query.pieces import AnyState, Piece
from shared.query.question import By
from shared.query.standing import Standing
from shared.rollups import codec
from shared.rollups.cells import ALL
from shared.rollups.summary import Summaries, decode_summaries
from shared.rollups.unit import Unit
from shared.statistics.state.counters import Counters
from shared.statistics.state.digest import Digest
from shared.statistics.state.releases import Releases
from shared.statistics.state.statuses import Statuses
from shared.statistics.state.visitors import Visitors

# One row for each unit, however many cells: NumPy decodes and orders a thousand of them as quickly as one. All
# aggregates of a row have its cells in the same order, whichever that is.
_STATEMENT = viewed(
    """
    SELECT span.unit, span.digests AS with_digests, span.visitors AS with_visitors,
        string_agg(int4send(r.endpoint) || int4send(r.version), CAST('' AS bytea)) AS keys,
        string_agg(r.summary, CAST('' AS bytea)) AS summaries,
        array_agg(r.digest) FILTER (WHERE span.digests) AS digests,
        array_agg(r.visitors) FILTER (WHERE span.visitors) AS visitors
    FROM unnest(
        CAST(:units AS smallint[]), CAST(:starts AS timestamptz[]), CAST(:ends AS timestamptz[]),
        CAST(:digests AS boolean[]), CAST(:visitors AS boolean[])
    ) AS span (unit, lo, hi, digests, visitors)
    CROSS JOIN unnest(CAST(:endpoints AS integer[])) AS of_endpoint (id)
    CROSS JOIN unnest(CAST(:versions AS integer[])) AS of_version (id)
    JOIN rollup r
        ON r.dashboard_id = :dashboard_id AND r.unit = span.unit AND r.endpoint = of_endpoint.id
        AND r.version = of_version.id AND r.start >= span.lo AND r.start < span.hi
    WHERE {seen}
    GROUP BY span.unit, span.digests, span.visitors
    """
)
# About what a cell takes in memory, and how much is held at once.
_SUMMARY_BYTES, _DIGEST_BYTES, _VISITORS_BYTES = 200, 4_000, 4_000
_BYTES_AT_ONCE = 64 << 20
# Less of summaries is decoded sooner than another thread would begin to.
_BYTES_WORTH_A_THREAD = 1 << 20


@dataclass(frozen=True)
class Selection:
    """Of which endpoints and versions cells are read."""

    endpoints: Sequence[int]
    versions: Sequence[int]

    @classmethod
    def of(cls, standing: Standing, wanted: Mapping[By, int], told_apart: Iterable[By]) -> "Selection":
        apart = set(told_apart)
        return cls(
            _ids(By.ENDPOINT, wanted, apart, standing.endpoints),
            _ids(By.VERSION, wanted, apart, standing.versions),
        )

    @property
    def keys(self) -> int:
        return len(self.endpoints) * len(self.versions)


def _ids(by: By, wanted: Mapping[By, int], apart: set[By], known: Sequence[int]) -> Sequence[int]:
    if by in wanted:
        return [wanted[by]]
    return known if by in apart else [ALL]


@dataclass(frozen=True, eq=False)
class CellGroup:
    """Columns over cells of one unit, by endpoint, version and time; ``slice`` is -1 for those of no slice."""

    unit: Unit
    endpoint: Int64s
    version: Int64s
    slice: Int64s
    summaries: Summaries
    digest: Digest
    visitors: Visitors

    def piece(self, state: AnyState, by: Sequence[By]) -> Piece:
        """What the cells tell of one kind of state."""
        ids = {By.ENDPOINT: self.endpoint, By.VERSION: self.version}
        return Piece(self.slice, tuple(ids[each] for each in by), self._state(state))

    def _state(self, state: AnyState) -> Any:
        if state is Counters:
            return self.summaries.counters
        if state is Statuses:
            return self.summaries.statuses
        if state is Digest:
            return self.digest
        if state is Visitors:
            return self.visitors
        return Releases(self.version, self.summaries.counters.first_us, np.arange(len(self.slice) + 1))

    def sketched_us(self) -> set[int]:
        """The starts of cells that have a sketch in place of ips."""
        return set(self.summaries.start_us[list(self.visitors.sketches)].tolist())

    def without(self, starts_us: set[int]) -> "CellGroup":
        """The same where the cells that begin there belong to no slice."""
        left_out = np.isin(self.summaries.start_us, list(starts_us))
        return replace(self, slice=np.where(left_out, -1, self.slice))


@dataclass(frozen=True, eq=False)
class Details:
    """Of which slices the cells' centroids are needed, and of which their ips."""

    digests: Bools
    visitors: Bools


# A unit, and whether its cells are read with digests and with visitors.
_Part = tuple[Unit, bool, bool]


@dataclass(frozen=True)
class CellReader:
    """Reads as ``viewer``."""

    session: AsyncSession
    viewer: Viewer
    dashboard_id: DashboardId

    async def groups(
        self, cover: Cover, selection: Selection, details: Details
    ) -> AsyncIterator[list[CellGroup]]:
        """Cells of the cover's units, those of some slices after those of others."""
        for chosen in _chunks(cover, selection.keys, details):
            parts = {
                (unit, digests, visitors): spans.select(
                    chosen[spans.slice]
                    & (details.digests[spans.slice] == digests)
                    & (details.visitors[spans.slice] == visitors)
                )
                for unit, spans in cover.units.items()
                for digests in (False, True)
                for visitors in (False, True)
            }
            if any(map(len, parts.values())) and selection.keys:
                yield await self._read(parts, selection)

    async def _read(self, parts: Mapping[_Part, Spans], selection: Selection) -> list[CellGroup]:
        ranges = [
            (*part, from_us(start), from_us(end))
            for part, spans in parts.items()
            for start, end in spans.joined(gap_us(part[0]))
        ]
        units, digests, visitors, starts, ends = map(list, zip(*ranges, strict=True))
        rows = await self.session.execute(
            _STATEMENT,
            {
                "dashboard_id": self.dashboard_id,
                **self.viewer.parameters(),
                "units": units,
                "digests": digests,
                "visitors": visitors,
                "starts": starts,
                "ends": ends,
                "endpoints": selection.endpoints,
                "versions": selection.versions,
            },
        )
        found = rows.all()
        if sum(len(row.summaries) for row in found) < _BYTES_WORTH_A_THREAD:
            return [_group(row, parts) for row in found]
        return await asyncio.to_thread(lambda: [_group(row, parts) for row in found])


def _group(row: Row[Any], parts: Mapping[_Part, Spans]) -> CellGroup:
    summaries = decode_summaries(row.summaries)
    endpoint, version = np.frombuffer(row.keys, ">i4").reshape(-1, 2).T.astype(np.int64)
    order = np.lexsort((summaries.start_us, version, endpoint))
    summaries = summaries.select(order)
    if row.digests is None:
        digest = codec.without_centroids(summaries.quantiles)
    else:
        digest = codec.decode_digests(_ordered(row.digests, order), summaries.quantiles)
    if row.visitors is None:
        visitors = codec.without_ips(summaries.unique)
    else:
        visitors = codec.decode_visitors(_ordered(row.visitors, order), summaries.unique)
    unit = Unit(row.unit)
    slices = parts[unit, row.with_digests, row.with_visitors].slice_at(summaries.start_us)
    return CellGroup(unit, endpoint[order], version[order], slices, summaries, digest, visitors)


def _ordered(cells: Sequence[bytes], order: Int64s) -> list[bytes]:
    return [cells[place] for place in order.tolist()]


def _chunks(cover: Cover, keys: int, details: Details) -> Iterator[Bools]:
    """Which slices to read together, so that no more than _BYTES_AT_ONCE are held."""
    cells = np.zeros(len(details.digests), np.int64)
    for unit, spans in cover.units.items():
        np.add.at(cells, spans.slice, lengths(spans, unit))
    size = _SUMMARY_BYTES + details.digests * _DIGEST_BYTES + details.visitors * _VISITORS_BYTES
    chunk = np.cumsum(cells * keys * size) // _BYTES_AT_ONCE
    for number in np.unique(chunk).tolist():
        yield chunk == number
