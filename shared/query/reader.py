"""Answers questions about dashboards as one viewer sees them."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from shared.calls.block import to_us
from shared.calls.calls import Calls, NameKind
from shared.contracts.ids import DashboardId
from shared.db.viewer import Viewer
from shared.query.answer import Answer
from shared.query.blocks import BlockReader
from shared.query.gather import Gatherer, Need, require_raw
from shared.query.names import read_names
from shared.query.period import Slice
from shared.query.pieces import AnyState, Piece
from shared.query.question import Filters, Question
from shared.query.route import Route, route_of
from shared.query.standing import read_standing
from shared.query.table import Table, ids_of, minutes_of, tabulated, weight
from shared.statistics.registry import StatisticName
from shared.statistics.state.digest import Digest
from shared.statistics.statistic import Names

# Less is merged sooner than another thread would begin to.
_WORTH_A_THREAD = 100_000


@dataclass(frozen=True)
class StatisticsReader:
    """Reads as ``viewer`` in the session's transaction, which should see one snapshot (snapshot.py).

    To a stranger every dashboard is empty.
    """

    session: AsyncSession
    viewer: Viewer
    now: datetime

    async def answer(self, dashboard_id: DashboardId, questions: Sequence[Question]) -> list[Answer]:
        """One answer for each question; what several need is read once. Raises InvalidQueryError."""
        standing = await read_standing(
            self.session, self.viewer, dashboard_id, [question.filters for question in questions]
        )
        gatherer = Gatherer(self.session, self.viewer, dashboard_id, standing)
        tables: dict[int, Table] = {}
        for route, places in _shared(questions):
            need = Need.of([questions[place] for place in places], route)
            pieces = (await gatherer.pieces(need)).whole()
            for place in places:
                tables[place] = await self._tabulated(need, questions[place], pieces)
        names = await self.names(dashboard_id, ids_of(tables.values()))
        return [tables[place].answer(names, standing.apdex_threshold_ms) for place in range(len(questions))]

    async def _tabulated(self, need: Need, question: Question, pieces: Mapping[AnyState, Piece]) -> Table:
        minutes = minutes_of(need.starts_us, need.ends_us, to_us(self.now))
        if weight(pieces) < _WORTH_A_THREAD:
            return tabulated(question, pieces, minutes)
        return await asyncio.to_thread(tabulated, question, pieces, minutes)

    async def rows(
        self, dashboard_id: DashboardId, start: datetime, end: datetime, filters: Filters
    ) -> AsyncIterator[Calls]:
        """The calls in [start, end) that the filters let through, hour by hour, ascending in time.

        Raises InvalidQueryError where some of them are no longer kept.
        """
        standing = await read_standing(self.session, self.viewer, dashboard_id, [filters])
        wanted, extent = standing.wanted(filters), standing.extent
        if wanted is None or extent is None:
            return
        start_us, end_us = max(to_us(start), extent.first_us), min(to_us(end), extent.last_us + 1)
        if start_us >= end_us:
            return
        require_raw(start_us, standing.raw_from_us, Route.BLOCKS)
        blocks = BlockReader(self.session, self.viewer, dashboard_id, standing.aliases)
        async for calls in blocks.hours(start_us, end_us, wanted):
            if len(calls):
                yield calls

    async def names(self, dashboard_id: DashboardId, ids: Mapping[NameKind, Iterable[int]]) -> Names:
        """The names of these ids, for example of the rows' columns."""
        return await read_names(self.session, self.viewer, dashboard_id, ids)

    async def digest(self, dashboard_id: DashboardId, filters: Filters, asked: Slice) -> Digest:
        """The merged digest of a slice's calls, as its only group. Raises InvalidQueryError."""
        # A statistic that is rendered from all centroids.
        question = Question((asked,), (StatisticName.APDEX,), filters)
        standing = await read_standing(self.session, self.viewer, dashboard_id, [filters])
        need = Need.of([question], route_of(question))
        pieces = await Gatherer(self.session, self.viewer, dashboard_id, standing).pieces(need)
        table = await self._tabulated(need, question, pieces.whole())
        digest = table.states[Digest]
        assert isinstance(digest, Digest)
        return digest


def _shared(questions: Sequence[Question]) -> Iterator[tuple[Route, list[int]]]:
    """The places of questions that only differ in statistics and top, and are read from the same."""
    found: dict[tuple[object, ...], list[list[int]]] = {}
    for place, question in enumerate(questions):
        alike = found.setdefault((question.filters, question.by, route_of(question)), [])
        for places in alike:
            if questions[places[0]].slices == question.slices:
                places.append(place)
                break
        else:
            alike.append([place])
    for (*_, route), alike in found.items():
        assert isinstance(route, Route)
        for places in alike:
            yield route, places
