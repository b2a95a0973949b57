"""Gathers what a question is answered from: cells, pages and blocks, as pieces of slices and keys."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from sqlalchemy.ext.asyncio import AsyncSession

from shared.calls.block import from_us, to_us
from shared.calls.calls import Int64s
from shared.contracts.ids import DashboardId
from shared.db.viewer import Viewer
from shared.query.blocks import BlockReader
from shared.query.cells import CellGroup, CellReader, Details, Selection
from shared.query.cover import Cover, Spans, cover
from shared.query.errors import InvalidQueryError
from shared.query.pages import PageReader
from shared.query.period import Slice
from shared.query.pieces import AnyState, Pieces
from shared.query.question import By, Filters, Question
from shared.query.route import PAGED, Route
from shared.query.standing import Standing
from shared.rollups.dimension import Dimension
from shared.rollups.unit import Unit, ends
from shared.statistics.registry import STATISTICS, StatisticName
from shared.statistics.state.counters import Counters
from shared.statistics.state.digest import Digest
from shared.statistics.state.releases import Releases
from shared.statistics.state.visitors import Visitors

_INSTEAD = {
    Route.CELLS: "; before, only slices that begin and end with a UTC hour",
    Route.PAGES: "; before, only slices that begin and end with a UTC day",
    Route.BLOCKS: "",
}


@dataclass(frozen=True, eq=False)
class Need:
    """What questions about the same calls need together."""

    starts_us: Int64s
    ends_us: Int64s
    filters: Filters
    by: tuple[By, ...]
    route: Route
    statistics: frozenset[StatisticName]
    # Whether keys are merged with others.
    top: bool

    @classmethod
    def of(cls, questions: Sequence[Question], route: Route) -> Self:
        """``questions`` differ in statistics and top only."""
        return cls(
            *_edges(questions[0].slices),
            questions[0].filters,
            questions[0].by,
            route,
            frozenset(name for question in questions for name in question.statistics),
            any(question.top is not None for question in questions),
        )

    @property
    def states(self) -> frozenset[AnyState]:
        """Counters always: they say which keys have most calls."""
        return frozenset({Counters, *(STATISTICS[name].state for name in self.statistics)})

    def details(self, cover: Cover) -> Details:
        """Where cells are merged with others, or a statistic needs all of them."""
        merged = (cover.parts(len(self.starts_us)) > 1) | self.top
        return Details(
            *(self._whole(state) | merged & (state in self.states) for state in (Digest, Visitors))
        )

    def _whole(self, state: AnyState) -> bool:
        return any(STATISTICS[name].whole and STATISTICS[name].state is state for name in self.statistics)


class Gatherer:
    """Gathers as ``viewer``, in the session's transaction."""

    def __init__(
        self, session: AsyncSession, viewer: Viewer, dashboard_id: DashboardId, standing: Standing
    ) -> None:
        self._standing = standing
        self._cells = CellReader(session, viewer, dashboard_id)
        self._pages = PageReader(session, viewer, dashboard_id)
        self._blocks = BlockReader(session, viewer, dashboard_id, standing.aliases)

    async def pieces(self, need: Need) -> Pieces:
        """Raises InvalidQueryError where this takes blocks that are gone."""
        wanted = self._standing.wanted(need.filters)
        extent = self._standing.extent
        if wanted is None or extent is None:
            return Pieces()
        covered = cover(need.starts_us, need.ends_us, need.route.units, extent)
        if len(covered.raw):
            require_raw(int(covered.raw.start_us[0]), self._standing.raw_from_us, need.route)
        match need.route:
            case Route.CELLS:
                found = await self._from_cells(need, covered, wanted)
            case Route.PAGES:
                found = await self._from_pages(need, covered, wanted)
            case Route.BLOCKS:
                found = Pieces()
        found.extend(await self._blocks.pieces(covered.raw, wanted, need.by, tuple(need.states)))
        return found

    async def _from_pages(self, need: Need, covered: Cover, wanted: Mapping[By, int]) -> Pieces:
        (paged,) = PAGED.keys() & (need.filters.dimensions() | frozenset(need.by))
        endpoints = Selection.of(self._standing, wanted, need.by).endpoints
        return await self._pages.pieces(covered.units, endpoints, PAGED[paged], wanted, need.by, need.states)

    async def _from_cells(self, need: Need, covered: Cover, wanted: Mapping[By, int]) -> Pieces:
        found = Pieces()
        selection = Selection.of(self._standing, wanted, need.by)
        states = need.states - {Releases}
        async for groups in self._cells.groups(covered, selection, need.details(covered)):
            chunk = _pieces(groups, need.by, states - {Visitors})
            if Visitors in states:
                chunk.extend(await self._visitors(need, groups, covered, wanted))
            # A slice is read in one go, so what other slices have can be brought down already.
            found.extend(chunk.folded() if found else chunk)
        if Releases in need.states:
            selection = Selection.of(self._standing, wanted, (*need.by, By.VERSION))
            nothing = np.zeros(len(need.starts_us), np.bool_)
            async for groups in self._cells.groups(covered, selection, Details(nothing, nothing)):
                found.extend(_pieces(groups, need.by, {Releases}))
        return found

    async def _visitors(
        self, need: Need, groups: Sequence[CellGroup], covered: Cover, wanted: Mapping[By, int]
    ) -> Pieces:
        """Of each ip how often it called, even where cells only have a sketch, if that is asked for."""
        found = Pieces()
        if StatisticName.VISITS_PER_IP not in need.statistics:
            return _pieces(groups, need.by, {Visitors})
        for unit, spans in covered.units.items():
            of_unit = [group for group in groups if group.unit is unit]
            sketched: set[int] = set().union(*(group.sketched_us() for group in of_unit))
            exact = [group.without(sketched) for group in of_unit] if sketched else of_unit
            found.extend(_pieces(exact, need.by, {Visitors}))
            if sketched:
                starts_us = np.array(sorted(sketched))
                asked = Spans(spans.slice_at(starts_us), starts_us, ends(starts_us, unit))
                asked = asked.select(asked.slice >= 0)
                found.extend(await self._exact_visitors(need, unit, asked, wanted))
        return found

    async def _exact_visitors(self, need: Need, unit: Unit, spans: Spans, wanted: Mapping[By, int]) -> Pieces:
        if unit is Unit.HOUR:
            require_raw(int(spans.start_us[0]), self._standing.raw_from_us, Route.PAGES)
            return await self._blocks.pieces(spans, wanted, need.by, (Visitors,))
        endpoints = Selection.of(self._standing, wanted, need.by).endpoints
        return await self._pages.pieces({unit: spans}, endpoints, Dimension.IP, wanted, need.by, {Visitors})


def _edges(slices: Sequence[Slice]) -> tuple[Int64s, Int64s]:
    """Where each slice begins and where it ends; most end where the next one begins."""
    starts_us = [to_us(part.start) for part in slices]
    ends_us = [
        following_us if part.end is following.start else to_us(part.end)
        for part, following, following_us in zip(slices, slices[1:], starts_us[1:], strict=False)
    ]
    ends_us += [to_us(part.end) for part in slices[-1:]]
    return np.array(starts_us, np.int64), np.array(ends_us, np.int64)


def require_raw(start_us: int, raw_from_us: int | None, route: Route) -> None:
    """Raises InvalidQueryError where blocks from ``start_us`` on are wanted, but are gone."""
    if raw_from_us is not None and start_us < raw_from_us:
        raise InvalidQueryError(
            "start_date",
            "this needs single calls, which are kept from"
            f" {from_us(raw_from_us).isoformat()} on{_INSTEAD[route]}",
        )


def _pieces(groups: Iterable[CellGroup], by: Sequence[By], states: Iterable[AnyState]) -> Pieces:
    pieces = Pieces()
    for group in groups:
        for state in states:
            pieces.add(group.piece(state, by))
    return pieces
