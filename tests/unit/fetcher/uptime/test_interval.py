"""Intervals that pings leave behind, against what each second of the time is known to have been."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.fetcher.uptime.interval import Interval, advance
from services.fetcher.uptime.ping import Finding

BEGIN = datetime(2026, 5, 20, 12, tzinfo=UTC)
HOLDS = timedelta(seconds=25)
UP, DOWN = Finding(None), Finding("timeout")


def at(seconds: int) -> datetime:
    return BEGIN + timedelta(seconds=seconds)


def recorded(pings: list[tuple[int, Finding]]) -> list[Interval]:
    """As the table has them, where an interval replaces the one that began at the same time."""
    table: dict[datetime, Interval] = {}
    last: Interval | None = None
    for seconds, finding in pings:
        for interval in advance(last, finding, at(seconds), HOLDS):
            table[interval.started_at] = last = interval
    return [table[start] for start in sorted(table)]


def span(start: int, end: int, finding: Finding) -> Interval:
    return Interval(at(start), at(end), finding)


def test_an_interval_lasts_while_pings_find_the_same() -> None:
    assert recorded([(0, UP), (10, UP), (20, UP)]) == [span(0, 20, UP)]


def test_an_interval_ends_with_the_ping_that_finds_otherwise() -> None:
    assert recorded([(0, UP), (10, DOWN), (20, DOWN), (30, UP)]) == [
        span(0, 10, UP),
        span(10, 30, DOWN),
        span(30, 30, UP),
    ]


def test_another_error_is_no_other_downtime() -> None:
    assert recorded([(0, DOWN), (10, Finding("http_status"))]) == [span(0, 10, DOWN)]


@pytest.mark.parametrize("after", [UP, DOWN])
def test_a_late_ping_still_holds_and_a_later_one_leaves_the_time_between_unknown(after: Finding) -> None:
    assert recorded([(0, UP), (25, after)])[0].ended_at == at(25)
    assert recorded([(0, UP), (26, after)]) == [span(0, 0, UP), span(26, 26, after)]


@pytest.mark.parametrize("seconds", [0, 5, 10])
def test_a_clock_that_was_set_back_changes_nothing_until_it_caught_up(seconds: int) -> None:
    before = [(0, UP), (10, UP)]

    assert recorded([*before, (seconds, DOWN)]) == recorded(before)
    assert recorded([*before, (seconds, DOWN), (11, DOWN)]) == [span(0, 11, UP), span(11, 11, DOWN)]


@given(
    st.lists(st.tuples(st.integers(1, 60), st.sampled_from([UP, DOWN, Finding("unreachable")])), max_size=30)
)
def test_each_second_is_known_as_the_ping_before_found_it(steps: list[tuple[int, Finding]]) -> None:
    pings, now = [(0, UP)], 0
    for pause, finding in steps:
        now += pause
        pings.append((now, finding))
    expected: dict[int, bool] = {}
    for (before, finding), (after, _) in pairwise(pings):
        if timedelta(seconds=after - before) <= HOLDS:
            expected |= dict.fromkeys(range(before, after), finding.up)

    intervals = recorded(pings)

    known: dict[int, bool] = {}
    for interval in intervals:
        seconds = range(
            *((moment - BEGIN) // timedelta(seconds=1) for moment in (interval.started_at, interval.ended_at))
        )
        assert known.keys().isdisjoint(seconds)
        known |= dict.fromkeys(seconds, interval.finding.up)
    assert known == expected
    # Few rows: a new one only where something changed.
    for earlier, later in pairwise(intervals):
        assert earlier.finding.up is not later.finding.up or later.started_at - earlier.ended_at > HOLDS
