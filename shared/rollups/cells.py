"""Cells: what a rollup keeps of the calls of one unit of time, one endpoint or all, one version or all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from shared.calls.calls import HOUR_US, Calls, Int64s
from shared.calls.grouping import Groups, grouped_by
from shared.rollups.unit import Unit, floors
from shared.statistics.state.counters import Counters
from shared.statistics.state.digest import Digest
from shared.statistics.state.state import GroupedCalls
from shared.statistics.state.statuses import Statuses
from shared.statistics.state.visitors import Visitors

# In place of an endpoint's or a version's id, which begin at 1.
ALL = 0
# Which of (endpoint, version) a cell tells apart.
_GROUPINGS = ((True, True), (True, False), (False, True), (False, False))


@dataclass(frozen=True, eq=False)
class Keys:
    """Columns over cells; ``start_us`` is the start of the cell's unit."""

    start_us: Int64s
    endpoint: Int64s
    version: Int64s

    def __len__(self) -> int:
        return len(self.start_us)

    def grouped(self) -> "tuple[Keys, Groups]":
        """The distinct keys, by start, endpoint and version, and which rows have each."""
        groups = grouped_by(self.start_us // HOUR_US, self.endpoint, self.version)
        rows = groups.first
        return Keys(self.start_us[rows], self.endpoint[rows], self.version[rows]), groups


@dataclass(frozen=True, eq=False)
class Cells:
    """Columns over cells of one unit."""

    keys: Keys
    counters: Counters
    statuses: Statuses
    digest: Digest
    visitors: Visitors

    def __len__(self) -> int:
        return len(self.keys)

    @classmethod
    def concat(cls, parts: Sequence[Self]) -> Self:
        return cls(
            Keys(
                np.concatenate([part.keys.start_us for part in parts]),
                np.concatenate([part.keys.endpoint for part in parts]),
                np.concatenate([part.keys.version for part in parts]),
            ),
            Counters.concat([part.counters for part in parts]),
            Statuses.concat([part.statuses for part in parts]),
            Digest.concat([part.digest for part in parts]),
            Visitors.concat([part.visitors for part in parts]),
        )


def cells_of_calls(calls: Calls, unit: Unit) -> Cells:
    """Every cell that these calls belong to: of each endpoint, of each version, of both, and of all."""
    calls = calls.sorted_by_execution()
    of_calls = _keys_of(calls, unit)
    finest = _finest(calls, of_calls)
    counters, statuses, visitors = finest.counters, finest.statuses, finest.visitors
    parts = [replace(finest, visitors=visitors.sketched())]
    # Merging visitors is quicker than counting them again where the same ones came several times.
    came_again = len(calls) > 2 * len(visitors.ip)
    for mask in _GROUPINGS[1:]:
        keys, groups = _masked(of_calls, *mask).grouped()
        grouped = GroupedCalls(calls, groups)
        # What counters say of coarser cells, the finest ones add up to.
        _, members = _masked(finest.keys, *mask).grouped()
        of_cells = visitors.merge(members) if came_again else Visitors.of(grouped)
        parts.append(
            Cells(
                keys,
                counters.merge(members),
                statuses.merge(members),
                Digest.of(grouped),
                of_cells.sketched(),
            )
        )
    return Cells.concat(parts)


def finest_of_calls(calls: Calls, unit: Unit) -> Cells:
    """The cells of these calls that tell both endpoint and version apart."""
    calls = calls.sorted_by_execution()
    finest = _finest(calls, _keys_of(calls, unit))
    return replace(finest, visitors=finest.visitors.sketched())


def _finest(calls: Calls, of_calls: Keys) -> Cells:
    """With every visitor, however many; calls ascend in execution time."""
    keys, groups = of_calls.grouped()
    grouped = GroupedCalls(calls, groups)
    return Cells(keys, Counters.of(grouped), Statuses.of(grouped), Digest.of(grouped), Visitors.of(grouped))


def cells_of_cells(finest: Cells, unit: Unit) -> Cells:
    """The same from cells that tell both endpoint and version apart, of this unit or a smaller one.

    Counters are as exact as from the calls; percentiles within a digest's error.
    """
    starts = floors(finest.keys.start_us, unit)
    parts = []
    for mask in _GROUPINGS:
        keys, groups = _masked(Keys(starts, finest.keys.endpoint, finest.keys.version), *mask).grouped()
        parts.append(
            Cells(
                keys,
                finest.counters.merge(groups),
                finest.statuses.merge(groups),
                finest.digest.merge(groups).compressed(),
                finest.visitors.merge(groups).sketched(),
            )
        )
    return Cells.concat(parts)


def _keys_of(calls: Calls, unit: Unit) -> Keys:
    return Keys(floors(calls.at_us, unit), calls.endpoint.astype(np.int64), calls.version.astype(np.int64))


def _masked(keys: Keys, by_endpoint: bool, by_version: bool) -> Keys:
    nothing = np.zeros(len(keys), np.int64)
    return Keys(
        keys.start_us, keys.endpoint if by_endpoint else nothing, keys.version if by_version else nothing
    )
