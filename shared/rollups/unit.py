"""The spans of time that rollups are kept for; all in UTC."""

from enum import IntEnum

import numpy as np

from shared.calls.calls import HOUR_US, Int64s

DAY_US = 24 * HOUR_US


class Unit(IntEnum):
    """As the column ``unit`` says it; larger ones are made of smaller ones."""

    HOUR = 1
    DAY = 2
    MONTH = 3


def floors(at_us: Int64s, unit: Unit) -> Int64s:
    """The starts of the units that hold these microseconds since 1970 UTC."""
    match unit:
        case Unit.HOUR:
            return at_us // HOUR_US * HOUR_US
        case Unit.DAY:
            return at_us // DAY_US * DAY_US
        case Unit.MONTH:
            return _from_months(_months(at_us))


def ends(starts_us: Int64s, unit: Unit) -> Int64s:
    """Where the units that begin there end."""
    match unit:
        case Unit.HOUR:
            return starts_us + HOUR_US
        case Unit.DAY:
            return starts_us + DAY_US
        case Unit.MONTH:
            return _from_months(_months(starts_us) + 1)


def starts_between(start_us: int, end_us: int, unit: Unit) -> list[int]:
    """The starts of the units that lie wholly in [start, end)."""
    before = np.array([start_us - 1])
    found, current = [], int(ends(floors(before, unit), unit)[0])
    while (after := int(ends(np.array([current]), unit)[0])) <= end_us:
        found.append(current)
        current = after
    return found


def floor(at_us: int, unit: Unit) -> int:
    """The start of the unit that holds one moment."""
    return int(floors(np.array([at_us]), unit)[0])


def _months(at_us: Int64s) -> Int64s:
    return at_us.astype("datetime64[us]").astype("datetime64[M]").astype(np.int64)


def _from_months(months: Int64s) -> Int64s:
    return months.astype("datetime64[M]").astype("datetime64[us]").astype(np.int64)
