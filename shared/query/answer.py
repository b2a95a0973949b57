"""Statistics of calls: one value each, or a series of slices; and calls by endpoint."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from shared.calls.block import to_us
from shared.calls.calls import Calls, NameKind
from shared.calls.grouping import groups_of
from shared.query.period import Slice
from shared.statistics.registry import STATISTICS, StatisticName
from shared.statistics.statistic import Names, Value

Values = dict[StatisticName, Value]

_NAME_KINDS: Mapping[StatisticName, NameKind] = {
    StatisticName.VISITS_PER_IP: NameKind.IP,
    StatisticName.VERSIONS: NameKind.VERSION,
}


def name_kinds(statistics: Iterable[StatisticName]) -> set[NameKind]:
    """The kinds of names that rendering these statistics needs."""
    return {_NAME_KINDS[name] for name in statistics if name in _NAME_KINDS}


def values(calls: Calls, statistics: Sequence[StatisticName], names: Names) -> Values:
    """Each statistic of all the calls, at full precision."""
    states: dict[Any, Any] = {}
    answered: Values = {}
    for name in statistics:
        statistic = STATISTICS[name]
        if statistic.state not in states:
            states[statistic.state] = statistic.state.of(calls)
        answered[name] = statistic.render(states[statistic.state], names)
    return answered


def series(
    calls: Calls, slices: Sequence[Slice], statistics: Sequence[StatisticName], names: Names
) -> list[Values]:
    """Each statistic of each slice, in the order of the slices. ``calls`` must be sorted by time."""
    edges = [to_us(part.start) for part in slices] + ([to_us(slices[-1].end)] if slices else [])
    positions = np.searchsorted(calls.at_us, edges).tolist()
    return [values(calls.select(slice(*bounds)), statistics, names) for bounds in pairwise(positions)]


def by_endpoint(calls: Calls) -> dict[int, Calls]:
    """The calls of each endpoint that was called, by the endpoint's id."""
    return {endpoint: calls.select(positions) for endpoint, positions in groups_of(calls.endpoint)}
