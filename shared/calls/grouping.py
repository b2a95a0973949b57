"""Positions of calls that share a key."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from shared.calls.calls import HOUR_US, Int64s


def groups_of(keys: NDArray[np.integer[Any]]) -> list[tuple[int, Int64s]]:
    """(key, positions of its calls in their order), by ascending key."""
    if not len(keys):
        return []
    order = np.argsort(keys, kind="stable")
    distinct, first = np.unique(keys[order], return_index=True)
    return list(zip(distinct.tolist(), np.split(order, first[1:]), strict=True))


def by_hour(at_us: Int64s) -> list[tuple[int, Int64s]]:
    """(hour's start in microseconds since 1970 UTC, positions of its calls), in order of time."""
    return groups_of(at_us // HOUR_US * HOUR_US)
