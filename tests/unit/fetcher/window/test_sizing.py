from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.fetcher.source.source import Window
from services.fetcher.window.sizing import adapted, narrowed, next_window, settled

_START = datetime(2026, 1, 1, tzinfo=UTC)
_MONTH_SECONDS = 30 * 24 * 3600


def window(seconds: int) -> Window:
    return Window(_START, _START + timedelta(seconds=seconds))


@given(
    st.data(),
    st.integers(1, 400 * 86_400),
    st.integers(1, _MONTH_SECONDS),
    st.lists(st.tuples(st.integers(0, 200_000), st.floats(0, 30)), min_size=1),
)
def test_windows_tile_time_up_to_the_target_whatever_their_answers_are_like(
    data: st.DataObject, span: int, first: int, answers: list[tuple[int, float]]
) -> None:
    watermark, target, seconds = _START, _START + timedelta(seconds=span), first
    fetched: list[Window] = []
    while len(fetched) < 15:
        asked = next_window(watermark, target, seconds)
        if asked is None:
            break
        calls, took = data.draw(st.sampled_from(answers))
        half = narrowed(asked)
        if calls > 100_000 and half is not None:
            # Too large: asked for again, shorter; the watermark stays.
            assert half < (asked.end - asked.start).total_seconds()
            seconds = half
            continue
        seconds = adapted(seconds, asked, calls, took)
        fetched.append(asked)
        watermark = asked.end

    assert fetched
    assert fetched[0].start == _START
    assert all(one.end == other.start for one, other in pairwise(fetched))
    assert fetched[-1].end == watermark <= target
    assert next_window(watermark, target, seconds) is None or len(fetched) == 15
    assert 1 <= seconds <= _MONTH_SECONDS


def test_the_last_window_ends_with_the_target() -> None:
    assert next_window(_START, _START + timedelta(seconds=90), 60) == window(60)
    assert next_window(_START, _START + timedelta(seconds=45), 60) == window(45)


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(seconds=-1), timedelta(days=-3)])
def test_there_is_no_window_where_the_target_is_reached(ahead: timedelta) -> None:
    assert next_window(_START, _START + ahead, 60) is None


@pytest.mark.parametrize(("seconds", "half"), [(2, 1), (3, 1), (60, 30), (86_401, 43_200)])
def test_a_window_is_narrowed_by_half(seconds: int, half: int) -> None:
    assert narrowed(window(seconds)) == half


def test_a_single_second_cannot_be_narrowed() -> None:
    assert narrowed(window(1)) is None


@pytest.mark.parametrize(
    ("seconds", "calls", "took_seconds", "next_seconds"),
    [
        (3600, 0, 0.1, 7200),
        (3600, 19_999, 0.1, 7200),
        (3600, 20_000, 0.1, 3600),
        (3600, 60_000, 0.1, 3600),
        (3600, 60_001, 0.1, 1800),
        (1, 60_001, 0.1, 1),
        (7200, 100, 5.1, 3600),
        (_MONTH_SECONDS, 0, 0.1, _MONTH_SECONDS),
        (_MONTH_SECONDS - 1, 0, 0.1, _MONTH_SECONDS),
    ],
)
def test_windows_grow_while_answers_are_small_and_shrink_when_they_are_large_or_slow(
    seconds: int, calls: int, took_seconds: float, next_seconds: int
) -> None:
    assert adapted(seconds, window(seconds), calls, took_seconds) == next_seconds


def test_a_short_last_window_says_nothing_about_the_length() -> None:
    assert adapted(3600, window(60), 0, 0.1) == 3600


def test_a_slow_source_is_not_asked_for_ever_shorter_windows() -> None:
    # Its slowness does not come from the window, and many small windows would be slower still.
    seconds = _MONTH_SECONDS
    for _ in range(100):
        seconds = adapted(seconds, window(seconds), 10, 20.0)

    assert seconds >= 1800


@pytest.mark.parametrize("microsecond", [0, 1, 999_999])
def test_windows_reach_to_a_whole_second_behind_now(microsecond: int) -> None:
    now = datetime(2026, 11, 21, 12, 0, 30, microsecond, tzinfo=UTC)

    assert settled(now, timedelta(seconds=10)) == datetime(2026, 11, 21, 12, 0, 20, tzinfo=UTC)
