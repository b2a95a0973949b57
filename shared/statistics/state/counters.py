"""Count, sum, least and greatest execution time."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from shared.calls.calls import Calls


@dataclass(frozen=True)
class Counters:
    """``min_ms`` and ``max_ms`` are None without calls."""

    count: int
    total_ms: float
    min_ms: float | None
    max_ms: float | None

    @classmethod
    def of(cls, calls: Calls) -> Self:
        if not len(calls):
            return cls(0, 0.0, None, None)
        times = calls.execution_ms
        return cls(len(calls), float(times.sum()), float(times.min()), float(times.max()))

    @classmethod
    def merge_many(cls, states: Sequence[Self]) -> Self:
        filled = [state for state in states if state.count]
        return cls(
            sum(state.count for state in filled),
            # Correctly rounded, so the order of the states does not show in the last digit.
            math.fsum(state.total_ms for state in filled),
            min((state.min_ms for state in filled if state.min_ms is not None), default=None),
            max((state.max_ms for state in filled if state.max_ms is not None), default=None),
        )
