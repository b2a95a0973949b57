from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.statistic.panel.plan import Scene
from services.api.statistic.period import resolve
from services.api.statistic.query import ValuesQuery
from shared.query.calendar import Granularity
from shared.query.errors import InvalidQueryError
from shared.query.period import Period

BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 5, 20, 14, 10, 30, tzinfo=UTC)
FIRST_CALL_AT = datetime(2026, 5, 18, 9, 59, 1, tzinfo=UTC)
AMSTERDAM = "Europe/Amsterdam"


def resolved(**parameters: Any) -> Period:
    return resolve(ValuesQuery(**parameters), Scene(FIRST_CALL_AT, NOW))


def rolling(timeslice: Granularity, **parameters: Any) -> list[tuple[str, str]]:
    """Key and start of each slice, the start as clocks of the zone show it."""
    period = resolved(timeslice=timeslice, timeslice_is_static=False, **parameters)
    zone = ZoneInfo(parameters.get("timezone", "UTC"))
    return [(part.key, f"{part.start.astimezone(zone):%m-%d %H:%M}") for part in period.slices or ()]


def test_rolling_months_and_years_keep_their_day_where_there_is_one() -> None:
    months = rolling(Granularity.MONTH, start_date="2026-01-31T12", end_date="2026-05-01")
    assert months == [
        ("2026-01", "01-31 12:00"),
        ("2026-02", "02-28 12:00"),
        ("2026-03", "03-31 12:00"),
        ("2026-04", "04-30 12:00"),
    ]
    years = rolling(Granularity.YEAR, start_date="2024-02-29", end_date="2028-02-29")
    assert [start for _, start in years] == [
        "02-29 00:00",
        "02-28 00:00",
        "02-28 00:00",
        "02-28 00:00",
        "02-29 00:00",
    ]


def test_rolling_days_and_weeks_follow_the_clocks_and_hours_do_not() -> None:
    query = {"start_date": "2026-03-28T12", "timezone": AMSTERDAM}
    days = rolling(Granularity.DAY, end_date="2026-03-30", **query)
    assert days == [
        ("2026-03-28", "03-28 12:00"),
        ("2026-03-29", "03-29 12:00"),
        ("2026-03-30", "03-30 12:00"),
    ]
    weeks = rolling(Granularity.WEEK, end_date="2026-04-05", **query)
    assert weeks == [("2026-W13", "03-28 12:00"), ("2026-W14", "04-04 12:00")]
    hours = rolling(
        Granularity.HOUR,
        start_date="2026-03-29T01-30",
        end_date="2026-03-29T04-29",
        granularity="minute",
        timezone=AMSTERDAM,
    )
    assert hours == [("2026-03-29T01", "03-29 01:30"), ("2026-03-29T03", "03-29 03:30")]


def test_a_rolling_range_ends_now_and_begins_with_the_hour_of_the_first_call() -> None:
    period = resolved(timeslice="hour", timeslice_is_static=False)

    assert (period.start, period.end) == (
        FIRST_CALL_AT.replace(minute=0, second=0),
        NOW.replace(minute=11, second=0),
    )
    assert period.slices is not None
    assert period.slices[-1].end - period.slices[-1].start == timedelta(minutes=11)


def test_nothing_rolls_without_a_timeslice() -> None:
    assert resolved(timeslice_is_static=False) == resolved()


@given(
    start=st.timedeltas(timedelta(0), timedelta(days=730)).map(lambda passed: BEGIN + passed),
    length=st.timedeltas(timedelta(minutes=1), timedelta(days=5)),
    timeslice=st.sampled_from(Granularity),
    static=st.booleans(),
    timezone=st.sampled_from(["UTC", AMSTERDAM, "Australia/Lord_Howe", "Asia/Kathmandu"]),
)
def test_slices_tile_the_range(
    start: datetime, length: timedelta, timeslice: Granularity, timezone: str, *, static: bool
) -> None:
    period = resolved(
        start_date=start.isoformat(),
        end_date=(start + length).isoformat(),
        granularity="minute",
        timeslice=timeslice,
        timeslice_is_static=static,
        timezone=timezone,
    )

    slices = period.slices or ()
    assert (slices[0].start, slices[-1].end) == (period.start, period.end)
    assert all(before.end == after.start for before, after in pairwise(slices))
    assert all(part.start < part.end for part in slices)
    assert period.start <= start
    assert static or period.start == start


@given(
    st.sampled_from(Granularity),
    st.from_regex(r"\d{4}(-W?\d{2})?(-\d{2})?(T\d{2})?([-:]\d{2})?", fullmatch=True) | st.text(max_size=20),
)
def test_a_time_filter_is_one_unit_or_invalid_input(unit: Granularity, text: str) -> None:
    try:
        period = resolved(**{unit.value: text}, timezone=AMSTERDAM)
    except InvalidQueryError:
        return
    assert period.start < period.end


@pytest.mark.parametrize(
    "text",
    ["\N{FULLWIDTH DIGIT TWO}018", "2018-05-20T20:10:00+00:00", " 2018", "2018-5", "-2018", "0000", "9999"],
)
@pytest.mark.parametrize("unit", list(Granularity))
def test_what_is_only_nearly_a_unit_is_none(unit: Granularity, text: str) -> None:
    with pytest.raises(InvalidQueryError):
        resolved(**{unit.value: text})


def test_a_day_that_a_zone_left_out_does_not_exist() -> None:
    # Samoa went to the other side of the date line.
    with pytest.raises(InvalidQueryError, match="skip 2011-12-30"):
        resolved(day="2011-12-30", timezone="Pacific/Apia")
