from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.query.calendar import Granularity, floor
from shared.query.errors import InvalidQueryError
from shared.query.period import SLICES_MAX, Period, resolve_period
from tests.unit.shared.query.moments import TRANSITIONS, moments

_NOW = datetime(2018, 5, 20, 20, 10, 30, 500_000, tzinfo=UTC)
_FIRST_CALL = datetime(2018, 5, 17, 9, 30, tzinfo=UTC)


def resolve(**asked: Any) -> Period:
    defaults: dict[str, Any] = {
        "start_date": None,
        "end_date": None,
        "granularity": Granularity.DAY,
        "timeslice": None,
        "timezone": "UTC",
        "first_call_at": _FIRST_CALL,
        "now": _NOW,
    }
    return resolve_period(**(defaults | asked))


def refusal(**asked: Any) -> InvalidQueryError:
    with pytest.raises(InvalidQueryError) as refused:
        resolve(**asked)
    return refused.value


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


class TestRange:
    def test_is_from_the_first_call_until_now_where_nothing_is_asked(self) -> None:
        period = resolve()

        assert (period.start, period.end) == (utc("2018-05-17"), utc("2018-05-21"))
        assert period.slices is None

    def test_is_the_day_of_now_where_nothing_was_ever_called(self) -> None:
        period = resolve(first_call_at=None)

        assert (period.start, period.end) == (utc("2018-05-20"), utc("2018-05-21"))

    @pytest.mark.parametrize(
        ("granularity", "end_date", "start", "end"),
        [
            (Granularity.YEAR, "2018", "2018-01-01", "2019-01-01"),
            (Granularity.MONTH, "2018-05", "2018-05-01", "2018-06-01"),
            (Granularity.WEEK, "2018-W20", "2018-05-14", "2018-05-21"),
            (Granularity.DAY, "2018-05-20", "2018-05-17", "2018-05-21"),
            (Granularity.HOUR, "2018-05-20T20", "2018-05-17T09:00", "2018-05-20T21:00"),
            (Granularity.MINUTE, "2018-05-20T20-10", "2018-05-17T09:30", "2018-05-20T20:11"),
            (Granularity.DAY, "2018-05-20T20:10:30Z", "2018-05-17", "2018-05-21"),
            (Granularity.DAY, "2018-05-17", "2018-05-17", "2018-05-18"),
        ],
    )
    def test_includes_all_of_its_last_unit(
        self, granularity: Granularity, end_date: str, start: str, end: str
    ) -> None:
        period = resolve(start_date="2018-05-17T09-30", end_date=end_date, granularity=granularity)

        assert (period.start, period.end) == (utc(start), utc(end))

    def test_of_one_day_is_that_day(self) -> None:
        period = resolve(start_date="2018-05-20", end_date="2018-05-20")

        assert period.end - period.start == timedelta(days=1)

    def test_that_begins_in_the_future_is_its_first_unit(self) -> None:
        period = resolve(start_date="2030-01-01")

        assert (period.start, period.end) == (utc("2030-01-01"), utc("2030-01-02"))

    def test_may_end_in_the_future(self) -> None:
        assert resolve(end_date="2018-06-30").end == utc("2018-07-01")

    def test_is_moved_by_the_timezone(self) -> None:
        period = resolve(start_date="2018-05-20", end_date="2018-05-20", timezone="Europe/Amsterdam")

        assert (period.start, period.end) == (utc("2018-05-19T22:00"), utc("2018-05-20T22:00"))

    def test_may_begin_with_time_itself(self) -> None:
        assert resolve(start_date="1970-01-01").start == utc("1970-01-01")

    @pytest.mark.parametrize("timezone", ["Etc/GMT-14", "Etc/GMT+12", "UTC"])
    def test_of_the_year_1970_is_understood_everywhere(self, timezone: str) -> None:
        zone = ZoneInfo(timezone)
        period = resolve(start_date="1970", end_date="1970", granularity=Granularity.YEAR, timezone=timezone)

        assert period.start == datetime(1970, 1, 1, tzinfo=zone)
        assert period.end == datetime(1971, 1, 1, tzinfo=zone)


class TestRefusal:
    @pytest.mark.parametrize("parameter", ["start_date", "end_date"])
    @pytest.mark.parametrize(
        "text",
        ["", "yesterday", "2018-13", "2018-W54", "2018-05-20T20:10:30", "0001-01-01", "9999", "9000", "1969"],
    )
    def test_of_a_date_names_the_parameter_and_what_is_allowed(self, parameter: str, text: str) -> None:
        error = refusal(**{parameter: text})

        assert error.pointer == f"#/query/{parameter}"
        assert error.status == 422
        assert "2018" in error.detail or "1970" in error.detail

    @pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31", "9999-12-31T23-59"])
    @pytest.mark.parametrize("timezone", ["Pacific/Kiritimati", "Etc/GMT+12"])
    def test_of_dates_at_the_edges_of_the_calendar_is_no_overflow(self, text: str, timezone: str) -> None:
        assert refusal(start_date=text, timezone=timezone).pointer == "#/query/start_date"

    def test_of_a_range_that_ends_before_it_begins(self) -> None:
        error = refusal(start_date="2018-05-21", end_date="2018-05-20")

        assert error.pointer == "#/query/start_date"
        assert "after end_date" in error.detail

    @pytest.mark.parametrize(
        "name",
        [
            "",
            "Nowhere/City",
            "europe/nowhere",
            "Europe",
            "/etc/passwd",
            "../../../etc/passwd",
            "UTC\x00",
            "Europe/Amsterdam\n",
            "x" * 64,
            "é",
            "tzdata.zi",
        ],
    )
    def test_of_what_is_no_timezone(self, name: str) -> None:
        error = refusal(timezone=name)

        assert error.pointer == "#/query/timezone"
        assert "Europe/Amsterdam" in error.detail


class TestSlices:
    def test_are_keyed_in_their_own_format(self) -> None:
        period = resolve(start_date="2018-05-20T20", end_date="2018-05-20T22", timeslice=Granularity.HOUR)

        assert period.slices is not None
        assert [part.key for part in period.slices] == ["2018-05-20T20", "2018-05-20T21", "2018-05-20T22"]

    def test_overrule_the_granularity(self) -> None:
        asked = {"start_date": "2018-05-20T20-10", "end_date": "2018-05-20T21-50"}
        by_day = resolve(**asked, granularity=Granularity.DAY)
        by_hour = resolve(**asked, granularity=Granularity.DAY, timeslice=Granularity.HOUR)

        assert by_day.end - by_day.start == timedelta(days=1)
        assert (by_hour.start, by_hour.end) == (utc("2018-05-20T20:00"), utc("2018-05-20T22:00"))

    @pytest.mark.parametrize(("day", "hours"), [("2026-03-28", 24), ("2026-03-29", 23), ("2026-10-25", 25)])
    def test_of_a_day_are_as_many_as_it_has_hours(self, day: str, hours: int) -> None:
        period = resolve(
            start_date=f"{day}T00",
            end_date=f"{day}T23",
            timeslice=Granularity.HOUR,
            timezone="Europe/Amsterdam",
        )

        assert period.slices is not None
        assert len(period.slices) == hours

    @pytest.mark.parametrize("zone", [ZoneInfo(name) for name in TRANSITIONS], ids=str)
    @given(st.data(), st.sampled_from(Granularity))
    def test_tile_the_range_and_hold_both_of_its_ends(
        self, zone: ZoneInfo, data: st.DataObject, unit: Granularity
    ) -> None:
        longest = timedelta(hours=3) if unit is Granularity.MINUTE else timedelta(days=4)
        first = data.draw(moments(zone))
        last = first + data.draw(st.timedeltas(timedelta(0), longest))

        period = resolve(
            start_date=first.isoformat(), end_date=last.isoformat(), timeslice=unit, timezone=zone.key
        )

        assert period.slices
        assert (period.slices[0].start, period.slices[-1].end) == (period.start, period.end)
        assert all(one.end == other.start for one, other in pairwise(period.slices))
        assert all(part.start < part.end for part in period.slices)
        assert period.slices[0].start <= first < period.slices[0].end
        assert period.slices[-1].start <= last < period.slices[-1].end
        assert all(floor(part.start, unit, zone) == part.start for part in period.slices)

    def test_are_as_many_as_can_be_drawn_and_no_more(self) -> None:
        start = utc("2018-05-01")
        most = start + timedelta(minutes=SLICES_MAX - 1)
        period = resolve(
            start_date="2018-05-01T00-00", end_date=most.isoformat(), timeslice=Granularity.MINUTE
        )
        assert period.slices is not None
        assert len(period.slices) == SLICES_MAX

        error = refusal(
            start_date="2018-05-01T00-00",
            end_date=(most + timedelta(minutes=1)).isoformat(),
            timeslice=Granularity.MINUTE,
        )
        assert error.pointer == "#/query/timeslice"
        assert str(SLICES_MAX) in error.detail

    def test_of_seven_thousand_years_of_minutes_are_refused_without_being_made(self) -> None:
        error = refusal(start_date="1970", end_date="8999", timeslice=Granularity.MINUTE)

        assert error.pointer == "#/query/timeslice"
