"""What a question is read from."""

from collections.abc import Collection
from enum import Enum

from shared.query.question import By, Question
from shared.rollups.dimension import Dimension
from shared.rollups.unit import Unit
from shared.statistics.registry import STATISTICS, StatisticName
from shared.statistics.state.counters import Counters
from shared.statistics.state.digest import Digest
from shared.statistics.state.statuses import Statuses
from shared.statistics.state.visitors import Visitors

# Dimensions that have pages of their own, since cells do not tell them apart.
PAGED = {By.IP: Dimension.IP, By.GROUP_BY: Dimension.GROUP_BY, By.STATUS: Dimension.STATUS}


class Route(Enum):
    """Where the whole units of a slice come from; what is left of it comes from blocks."""

    CELLS = "cells"
    PAGES = "pages"
    BLOCKS = "blocks"

    @property
    def units(self) -> tuple[Unit, ...]:
        """What the route has rollups of, from small to large."""
        return _UNITS[self]


_UNITS: dict[Route, tuple[Unit, ...]] = {
    Route.CELLS: (Unit.HOUR, Unit.DAY, Unit.MONTH),
    Route.PAGES: (Unit.DAY, Unit.MONTH),
    Route.BLOCKS: (),
}


def route_of(question: Question) -> Route:
    """The cheapest that answers exactly."""
    dimensions = question.filters.dimensions() | frozenset(question.by)
    paged = dimensions & PAGED.keys()
    if not paged:
        return Route.CELLS
    if len(paged) == 1 and all(_on_pages(name, dimensions) for name in question.statistics):
        return Route.PAGES
    return Route.BLOCKS


def _on_pages(name: StatisticName, dimensions: Collection[By]) -> bool:
    """Whether the pages of the one paged dimension among these tell the statistic."""
    if name is StatisticName.STANDARD_DEVIATION:
        return False
    state = STATISTICS[name].state
    if state is Digest:
        # Pages have one digest a value: of all endpoints and versions.
        return len(dimensions) == 1
    if state is Visitors:
        return By.IP in dimensions
    if state is Statuses:
        return By.STATUS in dimensions
    return state is Counters
