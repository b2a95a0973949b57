from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from services.api.uptime.days import DAYS_MAX, resolve_days
from services.api.uptime.schemas import DowntimeQuery
from shared.query.errors import InvalidQueryError

NOW = datetime(2026, 4, 10, 22, 30, tzinfo=UTC)
AMSTERDAM = "Europe/Amsterdam"


def keys(**parameters: str) -> list[str]:
    return [day.key for day in resolve_days(DowntimeQuery(**parameters), NOW)]


def test_both_days_are_inclusive() -> None:
    assert keys(start_date="2026-02-27", end_date="2026-03-01") == ["2026-02-27", "2026-02-28", "2026-03-01"]


def test_one_day_begins_and_ends_with_its_midnights() -> None:
    [day] = resolve_days(
        DowntimeQuery(start_date="2026-03-29", end_date="2026-03-29", timezone=AMSTERDAM), NOW
    )
    zone = ZoneInfo(AMSTERDAM)

    assert (day.start, day.end) == (
        datetime(2026, 3, 29, tzinfo=zone).astimezone(UTC),
        datetime(2026, 3, 30, tzinfo=zone).astimezone(UTC),
    )
    assert (day.end - day.start).total_seconds() == 23 * 3600


@pytest.mark.parametrize(
    ("parameters", "first", "last"),
    [
        ({}, "2026-03-12", "2026-04-10"),
        # There it is tomorrow already, and clocks went forward within these days.
        ({"timezone": AMSTERDAM}, "2026-03-13", "2026-04-11"),
        ({"end_date": "2026-11-10", "timezone": AMSTERDAM}, "2026-10-12", "2026-11-10"),
        ({"end_date": "2024-03-01"}, "2024-02-01", "2024-03-01"),
        ({"end_date": "1970-01-01"}, "1969-12-03", "1970-01-01"),
    ],
)
def test_thirty_days_unless_told(parameters: dict[str, str], first: str, last: str) -> None:
    days = keys(**parameters)

    assert (days[0], days[-1], len(days)) == (first, last, 30)


def test_a_range_goes_up_to_today() -> None:
    assert keys(start_date="2026-04-09") == ["2026-04-09", "2026-04-10"]


@pytest.mark.parametrize(
    ("timezone", "before", "first", "last"),
    [
        ("UTC", "2023-12-31", "2024-01-01", "2024-12-31"),
        ("Australia/Lord_Howe", "2023-12-31", "2024-01-01", "2024-12-31"),
        # An hour longer than so many days, and an hour shorter.
        (AMSTERDAM, "2023-10-28", "2023-10-29", "2024-10-28"),
        (AMSTERDAM, "2023-03-31", "2023-04-01", "2024-03-31"),
        (AMSTERDAM, "2024-03-30", "2024-03-31", "2025-03-31"),
    ],
)
def test_a_leap_year_is_the_longest_range(timezone: str, before: str, first: str, last: str) -> None:
    assert len(keys(start_date=first, end_date=last, timezone=timezone)) == DAYS_MAX
    with pytest.raises(InvalidQueryError, match="366 days") as refused:
        keys(start_date=before, end_date=last, timezone=timezone)
    assert refused.value.pointer == "#/query/start_date"


@pytest.mark.parametrize(
    ("parameters", "parameter"),
    [
        ({"start_date": "2026-04-11", "end_date": "2026-04-10"}, "start_date"),
        ({"start_date": "yesterday"}, "start_date"),
        ({"end_date": "2026-02-30"}, "end_date"),
        ({"end_date": "99999-01-01"}, "end_date"),
        ({"start_date": "1970-01-01"}, "start_date"),
        ({"start_date": "1970-01-01", "end_date": "8999-12-31"}, "start_date"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
    ],
)
def test_what_is_no_range_says_why(parameters: dict[str, str], parameter: str) -> None:
    with pytest.raises(InvalidQueryError) as refused:
        keys(**parameters)
    assert refused.value.pointer == f"#/query/{parameter}"
