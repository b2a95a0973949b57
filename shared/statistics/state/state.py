"""The shape that every state has.

A state holds what is known of G groups of calls, as columns of length G: one NumPy operation works on all
groups, be they the hours of a month or the endpoints of a dashboard. Everything in it merges.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from shared.calls.calls import Calls, Float64s, Int64s
from shared.calls.grouping import Groups


class State(Protocol):
    """Immutable. Merging is associative and commutative: batches and buckets may come in any order."""

    @classmethod
    def of(cls, grouped: "GroupedCalls") -> Self:
        """The state of each group of calls, empty ones included."""
        ...

    @classmethod
    def concat(cls, parts: Sequence[Self]) -> Self:
        """All groups of all parts, one after the other; nothing is merged."""
        ...

    def merge(self, groups: Groups) -> Self:
        """One group for each of ``groups``, whose rows are groups of this state.

        Of many at once, since chains of merges lose accuracy.
        """
        ...

    def __len__(self) -> int: ...


@dataclass(frozen=True, eq=False)
class GroupedCalls:
    """Calls and the groups they fall into."""

    calls: Calls
    groups: Groups

    @cached_property
    def times(self) -> Float64s:
        """Execution times group by group, ascending in each.

        Sums over them do not depend on the order in which calls arrived, to the last bit.
        """
        times = self.calls.execution_ms[self.groups.order]
        falls = times[1:] < times[:-1]
        inner = self.groups.edges[(self.groups.edges > 0) & (self.groups.edges < len(times))]
        falls[inner - 1] = False
        # Calls that were sorted by their times once stay so in whatever groups they are put.
        if falls.any():
            edges = self.groups.edges.tolist()
            for start, end in pairwise(edges):
                if end - start > 1:
                    times[start:end].sort()
        return times

    @cached_property
    def at_us(self) -> Int64s:
        """Times of the calls, group by group."""
        return self.calls.at_us[self.groups.order]


def reduce_groups(ufunc: np.ufunc, values: NDArray[Any], edges: Int64s, empty: float) -> NDArray[Any]:
    """``ufunc`` over each run ``values[edges[g]:edges[g + 1]]``; ``empty`` where there are no values."""
    filled = edges[1:] > edges[:-1]
    answer = np.full((len(filled), *values.shape[1:]), empty, dtype=values.dtype)
    if filled.any():
        answer[filled] = ufunc.reduceat(values, edges[:-1][filled])
    return answer
