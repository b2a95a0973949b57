"""Downtime by the day, against counting every single second."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.uptime.tally import Known, by_day, uptime_percent
from shared.query.calendar import Granularity
from shared.query.period import Period, Slice, calendar_slices

MINUTE = timedelta(minutes=1)
# Each with a day around which its clocks do something: nothing, an hour, half an hour, at midnight, a whole day.
CLOCKS = [
    ("UTC", datetime(2026, 5, 20, tzinfo=UTC)),
    ("Asia/Kathmandu", datetime(2026, 5, 20, tzinfo=UTC)),
    ("Europe/Amsterdam", datetime(2026, 3, 29, tzinfo=UTC)),
    ("Europe/Amsterdam", datetime(2026, 10, 25, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 4, 5, tzinfo=UTC)),
    ("America/Havana", datetime(2026, 3, 8, tzinfo=UTC)),
    ("America/Sao_Paulo", datetime(2018, 2, 18, tzinfo=UTC)),
    ("America/Sao_Paulo", datetime(2018, 11, 4, tzinfo=UTC)),
    ("Pacific/Apia", datetime(2011, 12, 30, tzinfo=UTC)),
]
MARGIN = timedelta(days=2)


def days_around(zone: str, moment: datetime) -> tuple[Slice, ...]:
    """Four days of the zone's calendar, more or less."""
    first, *_, last = (
        calendar_slices(Period(moment - MARGIN, moment + MARGIN, None), Granularity.DAY, zone).slices or ()
    )
    whole = calendar_slices(Period(first.end, last.start, None), Granularity.DAY, zone).slices
    assert whole is not None
    return whole


@st.composite
def histories(draw: st.DrawFn) -> tuple[str, tuple[Slice, ...], list[Known]]:
    """Intervals that never overlap, some of no length, from before the days to after them."""
    zone, moment = draw(st.sampled_from(CLOCKS))
    days = days_around(zone, moment)
    midnights = st.sampled_from([day.start for day in days] + [days[-1].end])
    reach = round(2 * MARGIN.total_seconds())
    anywhere = st.integers(-reach, reach).map(lambda seconds: moment + timedelta(seconds=seconds))
    edges = sorted(draw(st.lists(midnights | anywhere, min_size=2, max_size=20)))
    found = draw(
        st.lists(st.sampled_from([None, "timeout", "nothing"]), min_size=len(edges), max_size=len(edges))
    )
    return (
        zone,
        days,
        [
            Known(start, end, error)
            for (start, end), error in zip(pairwise(edges), found, strict=False)
            if error != "nothing"
        ],
    )


@given(histories())
def test_every_second_counts_for_the_day_its_clocks_show(
    history: tuple[str, tuple[Slice, ...], list[Known]],
) -> None:
    zone, days, known = history
    start, end = days[0].start, days[-1].end
    state = np.zeros(round((end - start).total_seconds()), dtype=np.int8)
    for each in known:
        first, last = (max(round((moment - start).total_seconds()), 0) for moment in (each.start, each.end))
        state[first:last] = 1 if each.error is None else 2
    # Clocks move on whole minutes.
    dates = [
        (start + MINUTE * minute).astimezone(ZoneInfo(zone)).date().isoformat()
        for minute in range(len(state) // 60)
    ]
    of_second = np.repeat(np.array(dates), 60)

    tallies = by_day(known, days)

    assert [tally.day.key for tally in tallies] == sorted(set(dates))
    for tally in tallies:
        of_day = state[of_second == tally.day.key]
        assert tally.observed.total_seconds() == np.count_nonzero(of_day)
        assert tally.downtime.total_seconds() == np.count_nonzero(of_day == 2)
        assert sum((each.length for each in tally.downtimes), timedelta()) == tally.downtime
        for each in tally.downtimes:
            assert tally.day.start <= each.start < each.end <= tally.day.end
            assert each.error == "timeout"


def test_a_downtime_across_midnight_is_one_of_both_days() -> None:
    moment = datetime(2026, 5, 20, tzinfo=UTC)
    before, after = (Slice("a", moment - MARGIN, moment), Slice("b", moment, moment + MARGIN))
    down = Known(moment - MINUTE, moment + 2 * MINUTE, "timeout")

    first, second = by_day([down], (before, after))

    assert first.downtimes == [Known(moment - MINUTE, moment, "timeout")]
    assert second.downtimes == [Known(moment, moment + 2 * MINUTE, "timeout")]


def test_what_ends_or_begins_with_midnight_is_of_one_day() -> None:
    moment = datetime(2026, 5, 20, tzinfo=UTC)
    days = (Slice("a", moment - MARGIN, moment), Slice("b", moment, moment + MARGIN))
    ends, begins = Known(moment - MINUTE, moment, "timeout"), Known(moment, moment + MINUTE, "timeout")

    first, second = by_day([ends, begins], days)

    assert (first.downtimes, second.downtimes) == ([ends], [begins])


def test_a_single_ping_is_no_time() -> None:
    moment = datetime(2026, 5, 20, tzinfo=UTC)

    [tally] = by_day([Known(moment, moment, "timeout")], (Slice("a", moment - MARGIN, moment + MARGIN),))

    assert (tally.observed, tally.downtimes) == (timedelta(), [])


def test_of_many_downtimes_the_longest_are_shown_in_order_of_time() -> None:
    moment = datetime(2026, 5, 20, tzinfo=UTC)
    lengths = [5, 1, 9, 2, 7]
    downs = [
        Known(moment + timedelta(hours=hour), moment + timedelta(hours=hour, seconds=length), "timeout")
        for hour, length in enumerate(lengths)
    ]

    [tally] = by_day(downs, (Slice("day", moment, moment + timedelta(days=1)),))

    assert tally.longest(3) == [downs[0], downs[2], downs[4]]
    assert tally.longest(50) == downs
    assert tally.downtime == timedelta(seconds=sum(lengths))


@pytest.mark.parametrize(
    ("downtime", "observed", "percent"),
    [(0, 0, None), (0, 300, 100.0), (300, 300, 0.0), (75, 300, 75.0), (1, 86_400, 100 * 86_399 / 86_400)],
)
def test_a_percentage_is_of_the_observed_time(downtime: int, observed: int, percent: float | None) -> None:
    assert uptime_percent(timedelta(seconds=downtime), timedelta(seconds=observed)) == percent


@given(
    st.integers(1, 400 * 86_400).flatmap(
        lambda observed: st.tuples(st.integers(0, observed), st.just(observed))
    )
)
def test_only_an_app_that_was_never_down_has_a_hundred_percent(lengths: tuple[int, int]) -> None:
    downtime, observed = lengths
    percent = uptime_percent(timedelta(seconds=downtime), timedelta(seconds=observed))

    assert percent is not None
    assert 0 <= percent <= 100
    assert (percent == 100) is (downtime == 0)
    assert (percent == 0) is (downtime == observed)
