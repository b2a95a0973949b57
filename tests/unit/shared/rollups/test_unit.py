"""Hours, days and months, against the standard library's calendar."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.calls.block import from_us, to_us
from shared.rollups.unit import Unit, ends, floor, floors, starts_between

_MOMENTS = st.datetimes(datetime(1, 2, 1), datetime(9000, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
_EACH_UNIT = pytest.mark.parametrize("unit", Unit)


def floor_of(moment: datetime, unit: Unit) -> datetime:
    match unit:
        case Unit.HOUR:
            return moment.replace(minute=0, second=0, microsecond=0)
        case Unit.DAY:
            return moment.replace(hour=0, minute=0, second=0, microsecond=0)
        case Unit.MONTH:
            return moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def end_of(start: datetime, unit: Unit) -> datetime:
    match unit:
        case Unit.HOUR:
            return start + timedelta(hours=1)
        case Unit.DAY:
            return start + timedelta(days=1)
        case Unit.MONTH:
            return (start + timedelta(days=31)).replace(day=1)


@_EACH_UNIT
@given(st.lists(_MOMENTS, max_size=20))
@example([datetime(2024, 2, 29, 23, 59, 59, 999_999, tzinfo=UTC), datetime(2024, 3, 1, tzinfo=UTC)])
@example([datetime(2023, 2, 28, 23, 59, tzinfo=UTC), datetime(2000, 2, 29, tzinfo=UTC)])
@example([datetime(1900, 2, 28, 12, tzinfo=UTC), datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)])
@example([datetime(1970, 1, 1, tzinfo=UTC), datetime(1999, 12, 31, 23, tzinfo=UTC)])
def test_every_moment_lies_in_the_unit_of_the_calendar(unit: Unit, moments: list[datetime]) -> None:
    at_us = np.array([to_us(moment) for moment in moments], np.int64)
    starts = floors(at_us, unit)

    assert [from_us(start) for start in starts.tolist()] == [floor_of(moment, unit) for moment in moments]
    assert [from_us(end) for end in ends(starts, unit).tolist()] == [
        end_of(floor_of(moment, unit), unit) for moment in moments
    ]
    assert starts.dtype == ends(starts, unit).dtype == np.int64


@_EACH_UNIT
def test_each_day_of_four_centuries_is_in_its_unit(unit: Unit) -> None:
    days = [datetime(1890, 1, 1, 5, tzinfo=UTC) + timedelta(days=day) for day in range(0, 146_097, 7)]

    starts = floors(np.array([to_us(day) for day in days]), unit)

    assert starts.tolist() == [to_us(floor_of(day, unit)) for day in days]


@_EACH_UNIT
@given(_MOMENTS, st.timedeltas(timedelta(0), timedelta(days=70)))
def test_the_units_wholly_within_a_span_follow_each_other(
    unit: Unit, start: datetime, length: timedelta
) -> None:
    found = starts_between(to_us(start), to_us(start + length), unit)

    expected, current = [], floor_of(start, unit)
    while end_of(current, unit) <= start + length:
        if current >= start:
            expected.append(to_us(current))
        current = end_of(current, unit)
    assert found == expected


def test_the_unit_of_one_moment() -> None:
    assert floor(to_us(datetime(2024, 2, 29, 7, 30, tzinfo=UTC)), Unit.MONTH) == to_us(
        datetime(2024, 2, 1, tzinfo=UTC)
    )
