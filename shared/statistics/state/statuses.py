"""How many calls were answered with which class of HTTP status."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from shared.calls.calls import Int64s
from shared.calls.grouping import Groups
from shared.statistics.state.state import GroupedCalls, reduce_groups

# Position in the columns: hundreds of the status code; 0 is for calls whose source records none.
STATUS_CLASSES = ("unknown", "1xx", "2xx", "3xx", "4xx", "5xx")


@dataclass(frozen=True, eq=False)
class Statuses:
    """``count[g, c]``: calls of group g with status class c."""

    count: Int64s

    def __len__(self) -> int:
        return len(self.count)

    @classmethod
    def of(cls, grouped: GroupedCalls) -> Self:
        status = grouped.calls.status[grouped.groups.order].astype(np.int64) // 100
        known = np.where((status >= 1) & (status < len(STATUS_CLASSES)), status, 0)
        group = np.repeat(np.arange(len(grouped.groups)), grouped.groups.sizes)
        cells = np.bincount(
            group * len(STATUS_CLASSES) + known, minlength=len(grouped.groups) * len(STATUS_CLASSES)
        )
        return cls(cells.reshape(-1, len(STATUS_CLASSES)))

    @classmethod
    def concat(cls, parts: Sequence[Self]) -> Self:
        return cls(np.concatenate([part.count for part in parts]))

    def merge(self, groups: Groups) -> Self:
        return type(self)(reduce_groups(np.add, self.count[groups.order], groups.edges, 0))
