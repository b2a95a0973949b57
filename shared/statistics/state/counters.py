"""Count, sum, spread, least and greatest execution time, first and last call."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from shared.calls.calls import Float64s, Int64s
from shared.calls.grouping import Groups
from shared.statistics.state.state import GroupedCalls, reduce_groups

NEVER_FIRST = np.iinfo(np.int64).max
NEVER_LAST = np.iinfo(np.int64).min


@dataclass(frozen=True, eq=False)
class Counters:
    """Columns over groups. Without calls: ``min_ms`` is inf, ``max_ms`` -inf, ``first_us`` > ``last_us``."""

    count: Int64s
    total_ms: Float64s
    # Sum of squared distances from the mean: unlike a sum of squares it does not cancel to nothing.
    spread: Float64s
    min_ms: Float64s
    max_ms: Float64s
    # Microseconds since 1970 UTC.
    first_us: Int64s
    last_us: Int64s

    def __len__(self) -> int:
        return len(self.count)

    @property
    def mean_ms(self) -> Float64s:
        """0 without calls."""
        return self.total_ms / np.maximum(self.count, 1)

    @classmethod
    def of(cls, grouped: GroupedCalls) -> Self:
        times, edges = grouped.times, grouped.groups.edges
        count = grouped.groups.sizes
        total_ms = reduce_groups(np.add, times, edges, 0.0)
        distance = times - np.repeat(total_ms / np.maximum(count, 1), count)
        at_us = grouped.at_us
        return cls(
            count=count,
            total_ms=total_ms,
            spread=reduce_groups(np.add, distance * distance, edges, 0.0),
            min_ms=reduce_groups(np.minimum, times, edges, np.inf),
            max_ms=reduce_groups(np.maximum, times, edges, -np.inf),
            first_us=reduce_groups(np.minimum, at_us, edges, NEVER_FIRST),
            last_us=reduce_groups(np.maximum, at_us, edges, NEVER_LAST),
        )

    @classmethod
    def concat(cls, parts: Sequence[Self]) -> Self:
        return cls(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(cls)))

    def select(self, chosen: Int64s) -> Self:
        return type(self)(*(getattr(self, field.name)[chosen] for field in fields(self)))

    def merge(self, groups: Groups) -> Self:
        ordered, edges = self.select(groups.order), groups.edges
        count = reduce_groups(np.add, ordered.count, edges, 0)
        total_ms = reduce_groups(np.add, ordered.total_ms, edges, 0.0)
        # Each part's own spread, and how far its mean lies from the whole's.
        distance = ordered.mean_ms - np.repeat(total_ms / np.maximum(count, 1), groups.sizes)
        spread = ordered.spread + ordered.count * distance * distance
        return type(self)(
            count=count,
            total_ms=total_ms,
            spread=reduce_groups(np.add, spread, edges, 0.0),
            min_ms=reduce_groups(np.minimum, ordered.min_ms, edges, np.inf),
            max_ms=reduce_groups(np.maximum, ordered.max_ms, edges, -np.inf),
            first_us=reduce_groups(np.minimum, ordered.first_us, edges, NEVER_FIRST),
            last_us=reduce_groups(np.maximum, ordered.last_us, edges, NEVER_LAST),
        )
