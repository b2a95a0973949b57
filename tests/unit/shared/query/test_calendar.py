from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.query.calendar import Granularity, floor, following, key, parse_moment, starts
from shared.query.zones import UTC_ZONE
from tests.unit.shared.query.moments import TRANSITIONS, moments

_AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_ZONES = pytest.mark.parametrize("zone", [ZoneInfo(name) for name in TRANSITIONS], ids=str)
_UNITS = st.sampled_from(Granularity)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@_ZONES
class TestAnyUnitInAnyZone:
    @given(st.data(), _UNITS)
    def test_holds_the_moments_that_are_floored_to_it(
        self, zone: ZoneInfo, data: st.DataObject, unit: Granularity
    ) -> None:
        moment = data.draw(moments(zone))
        start = floor(moment, unit, zone)

        assert start <= moment < following(start, unit, zone)
        assert start.tzinfo is UTC

    @given(st.data(), _UNITS)
    def test_begins_where_it_begins(self, zone: ZoneInfo, data: st.DataObject, unit: Granularity) -> None:
        start = floor(data.draw(moments(zone)), unit, zone)

        assert floor(start, unit, zone) == start
        assert floor(following(start, unit, zone), unit, zone) == following(start, unit, zone)

    @given(st.data(), _UNITS)
    def test_is_read_back_from_its_key(self, zone: ZoneInfo, data: st.DataObject, unit: Granularity) -> None:
        start = floor(data.draw(moments(zone)), unit, zone)
        # What comes twice on the clock is written alike both times; the text stands for the first.
        if start.astimezone(zone).fold:
            return

        assert parse_moment(key(start, unit, zone), zone) == start

    @given(st.data(), _UNITS)
    def test_follows_the_one_before_without_gap(
        self, zone: ZoneInfo, data: st.DataObject, unit: Granularity
    ) -> None:
        begin = data.draw(moments(zone))
        units = list(islice(starts(begin, begin + timedelta(days=800), unit, zone), 8))

        assert units[0] == floor(begin, unit, zone)
        for one, other in pairwise(units):
            assert other == following(one, unit, zone) > one
            assert floor(other - timedelta(microseconds=1), unit, zone) == one


def keys(start: str, end: str, unit: Granularity, zone: str) -> list[str]:
    """Keys of the units from ``start`` up to ``end``, both in UTC."""
    return [key(begin, unit, ZoneInfo(zone)) for begin in starts(utc(start), utc(end), unit, ZoneInfo(zone))]


@pytest.mark.parametrize(
    ("unit", "text", "start", "end"),
    [
        (Granularity.YEAR, "2018", "2018-01-01", "2019-01-01"),
        (Granularity.MONTH, "2018-05", "2018-05-01", "2018-06-01"),
        (Granularity.MONTH, "2018-12", "2018-12-01", "2019-01-01"),
        (Granularity.MONTH, "2020-02", "2020-02-01", "2020-03-01"),
        (Granularity.WEEK, "2018-W17", "2018-04-23", "2018-04-30"),
        (Granularity.WEEK, "2018-W01", "2018-01-01", "2018-01-08"),
        (Granularity.WEEK, "2020-W53", "2020-12-28", "2021-01-04"),
        (Granularity.WEEK, "2021-W01", "2021-01-04", "2021-01-11"),
        (Granularity.WEEK, "2025-W01", "2024-12-30", "2025-01-06"),
        (Granularity.DAY, "2018-05-20", "2018-05-20", "2018-05-21"),
        (Granularity.DAY, "2020-02-29", "2020-02-29", "2020-03-01"),
        (Granularity.DAY, "2018-12-31", "2018-12-31", "2019-01-01"),
        (Granularity.HOUR, "2018-05-20T20", "2018-05-20T20:00", "2018-05-20T21:00"),
        (Granularity.HOUR, "2018-05-20T23", "2018-05-20T23:00", "2018-05-21T00:00"),
        (Granularity.MINUTE, "2018-05-20T20-10", "2018-05-20T20:10", "2018-05-20T20:11"),
        (Granularity.MINUTE, "2018-05-20T23-59", "2018-05-20T23:59", "2018-05-21T00:00"),
    ],
)
def test_each_unit_is_written_as_the_first_pydash_wrote_it(
    unit: Granularity, text: str, start: str, end: str
) -> None:
    assert parse_moment(text, UTC_ZONE) == utc(start)
    assert following(utc(start), unit, UTC_ZONE) == utc(end)
    for moment in (utc(start), utc(end) - timedelta(microseconds=1)):
        assert floor(moment, unit, UTC_ZONE) == utc(start)
        assert key(floor(moment, unit, UTC_ZONE), unit, UTC_ZONE) == text


def test_a_minute_may_be_written_with_a_colon() -> None:
    assert parse_moment("2018-05-20T20:10", _AMSTERDAM) == parse_moment("2018-05-20T20-10", _AMSTERDAM)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2018-05-20", "2018-05-19T22:00"),
        ("2018-05-20T20", "2018-05-20T18:00"),
        ("2018-05-20T20-10", "2018-05-20T18:10"),
        ("2018-W17", "2018-04-22T22:00"),
        ("2018-01", "2017-12-31T23:00"),
        ("2018", "2017-12-31T23:00"),
        ("2018-05-20T20:10:30Z", "2018-05-20T20:10:30"),
        ("2018-05-20T20:10:30.25+02:00", "2018-05-20T18:10:30.25"),
        ("2018-05-20T20:10+02:00", "2018-05-20T18:10"),
        ("2018-05-20T20:10:30-03:30", "2018-05-20T23:40:30"),
    ],
)
def test_a_text_is_read_on_the_zones_clock_unless_it_names_its_offset(text: str, moment: str) -> None:
    assert parse_moment(text, _AMSTERDAM) == utc(moment)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 2018",
        "2018 ",
        "18",
        "20180",
        "2018-5",
        "2018-13",
        "2018-00",
        "2018-05-32",
        "2018-02-29",
        "2018-05-2",
        "2018-W00",
        "2018-W54",
        "2018-W53",
        "2018-w17",
        "2018-W1",
        "2018-05-20T24",
        "2018-05-20T2",
        "2018-05-20T20-60",
        "2018-05-20T20-1",
        "2018-05-20 20",
        "2018-05-20T20:10:30",
        "2018-05-20T20:10:30.5",
        "2018-W17-1",
        "0000",
        "0000-01-01",
        "now",
        "yesterday",
        "1526846400",
        "2018-05-20T20:10:30+25:00",
        "\uff12\uff10\uff11\uff18",
        "\uff12\uff10\uff11\uff18-05",
        "\u0662\u0660\u0661\u0668-\u0660\u0665-\u0662\u0660",
        "2018-05-20\n",
        "2018\x00",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_moment(text, UTC_ZONE)


@given(st.text(max_size=30))
def test_no_text_raises_another_error(text: str) -> None:
    try:
        moment = parse_moment(text, _AMSTERDAM)
    except (ValueError, OverflowError):
        return
    assert moment.tzinfo is UTC


class TestWhereClocksMove:
    def test_the_day_on_which_amsterdams_go_forth_has_23_hours(self) -> None:
        hours = keys("2026-03-28T23:00", "2026-03-29T22:00", Granularity.HOUR, "Europe/Amsterdam")

        assert hours == [f"2026-03-29T{hour:02}" for hour in range(24) if hour != 2]

    def test_the_day_on_which_amsterdams_go_back_has_25_hours_and_one_key_twice(self) -> None:
        hours = keys("2026-10-24T22:00", "2026-10-25T23:00", Granularity.HOUR, "Europe/Amsterdam")

        assert hours == [f"2026-10-25T{hour:02}" for hour in (0, 1, 2, *range(2, 24))]

    def test_each_of_amsterdams_two_repeated_hours_is_sixty_minutes_of_its_own(self) -> None:
        first, second = utc("2026-10-25T00:00"), utc("2026-10-25T01:00")

        assert floor(first + timedelta(minutes=59), Granularity.HOUR, _AMSTERDAM) == first
        assert floor(second + timedelta(minutes=59), Granularity.HOUR, _AMSTERDAM) == second
        assert following(first, Granularity.HOUR, _AMSTERDAM) == second

    def test_days_weeks_and_months_of_amsterdam_begin_at_its_midnight(self) -> None:
        moment = utc("2026-03-29T21:59")

        assert floor(moment, Granularity.DAY, _AMSTERDAM) == utc("2026-03-28T23:00")
        assert following(utc("2026-03-28T23:00"), Granularity.DAY, _AMSTERDAM) == utc("2026-03-29T22:00")
        assert floor(moment, Granularity.WEEK, _AMSTERDAM) == utc("2026-03-22T23:00")
        assert floor(moment, Granularity.MONTH, _AMSTERDAM) == utc("2026-02-28T23:00")
        assert floor(moment, Granularity.YEAR, _AMSTERDAM) == utc("2025-12-31T23:00")

    def test_lord_howes_half_hours_are_units_of_their_own(self) -> None:
        lengths = [
            (other - one) / timedelta(minutes=1)
            for one, other in pairwise(
                starts(
                    utc("2026-04-04T13:00"),
                    utc("2026-04-04T18:00"),
                    Granularity.HOUR,
                    ZoneInfo("Australia/Lord_Howe"),
                )
            )
        ]

        assert lengths == [60, 60, 30, 60, 60]

    def test_a_day_without_midnight_begins_when_it_begins(self) -> None:
        sao_paulo = ZoneInfo("America/Sao_Paulo")

        assert parse_moment("2018-11-04", sao_paulo) == utc("2018-11-04T03:00")
        assert following(utc("2018-11-04T03:00"), Granularity.DAY, sao_paulo) == utc("2018-11-05T02:00")
        hours = keys("2018-11-04T03:00", "2018-11-05T02:00", Granularity.HOUR, "America/Sao_Paulo")
        assert hours == [f"2018-11-04T{hour:02}" for hour in range(1, 24)]

    def test_the_hour_before_midnight_can_come_twice(self) -> None:
        hours = keys("2019-02-17T00:00", "2019-02-17T05:00", Granularity.HOUR, "America/Sao_Paulo")

        assert hours == [
            "2019-02-16T22",
            "2019-02-16T23",
            "2019-02-16T23",
            "2019-02-17T00",
            "2019-02-17T01",
        ]

    def test_apia_had_no_30th_of_december_2011(self) -> None:
        days = keys("2011-12-28T10:00", "2012-01-01T10:00", Granularity.DAY, "Pacific/Apia")

        assert days == ["2011-12-28", "2011-12-29", "2011-12-31", "2012-01-01"]

    def test_kathmandus_clock_is_a_quarter_off_everybody_elses(self) -> None:
        assert parse_moment("2018-05-20T20", ZoneInfo("Asia/Kathmandu")) == utc("2018-05-20T14:15")
