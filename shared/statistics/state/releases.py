"""Which versions of the monitored app answered, and when each was first seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from shared.calls.calls import Int64s
from shared.calls.grouping import Groups, run_starts, stable_order
from shared.statistics.state.state import GroupedCalls


@dataclass(frozen=True, eq=False)
class Releases:
    """Group g has the versions ``version[edges[g]:edges[g + 1]]``, each once, in order of their first call."""

    version: Int64s
    # Microseconds since 1970 UTC.
    first_us: Int64s
    edges: Int64s

    def __len__(self) -> int:
        return len(self.edges) - 1

    @classmethod
    def of(cls, grouped: GroupedCalls) -> Self:
        order = grouped.groups.order
        group = np.repeat(np.arange(len(grouped.groups)), grouped.groups.sizes)
        return cls.of_rows(
            group, grouped.calls.version[order].astype(np.int64), grouped.at_us, len(grouped.groups)
        )

    @classmethod
    def of_rows(cls, group: Int64s, version: Int64s, first_us: Int64s, count: int) -> Self:
        """From rows that each say when a version was first seen in a group."""
        by_version = np.lexsort((first_us, version, group))
        group, version, first_us = group[by_version], version[by_version], first_us[by_version]
        first = run_starts(group * (int(version.max(initial=0)) + 1) + version)
        group, version, first_us = group[first], version[first], first_us[first]
        by_time = np.lexsort((version, first_us))
        order = by_time[stable_order(group[by_time], count)]
        edges = np.searchsorted(group[order], np.arange(count + 1))
        return cls(version[order], first_us[order], edges)

    @classmethod
    def concat(cls, parts: Sequence[Self]) -> Self:
        offsets = np.cumsum([0, *(len(part.version) for part in parts)])
        edges = [part.edges[:-1] + offset for part, offset in zip(parts, offsets, strict=False)]
        return cls(
            np.concatenate([part.version for part in parts]),
            np.concatenate([part.first_us for part in parts]),
            np.concatenate([*edges, offsets[-1:]]),
        )

    def merge(self, groups: Groups) -> Self:
        target = np.full(len(self), -1)
        target[groups.order] = np.repeat(np.arange(len(groups)), groups.sizes)
        group = np.repeat(target, np.diff(self.edges))
        kept = group >= 0
        return self.of_rows(group[kept], self.version[kept], self.first_us[kept], len(groups))
