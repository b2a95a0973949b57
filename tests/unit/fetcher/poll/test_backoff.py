from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.fetcher.poll.backoff import failure_delay

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)


def delays(failures: int, first: timedelta = _MINUTE, longest: timedelta = _HOUR) -> list[timedelta]:
    return [failure_delay(failures, first, longest) for _ in range(200)]


@pytest.mark.parametrize(
    ("failures", "expected"),
    [(1, _MINUTE), (2, 2 * _MINUTE), (3, 4 * _MINUTE), (6, 32 * _MINUTE), (7, _HOUR), (1000, _HOUR)],
)
def test_the_wait_doubles_with_each_failure_up_to_the_longest(failures: int, expected: timedelta) -> None:
    assert all(0.8 * expected <= delay <= 1.2 * expected for delay in delays(failures))


def test_sources_that_fell_together_do_not_come_back_together() -> None:
    drawn = delays(3)

    assert len(set(drawn)) > 100
    assert max(drawn) - min(drawn) > 0.2 * timedelta(minutes=4)


def test_even_the_last_waits_of_one_source_grow_no_more() -> None:
    bounds = [max(delays(failures)) for failures in (20, 21, 22, 10**6)]

    assert all(abs(one - other) < 0.1 * _HOUR for one, other in pairwise(bounds))


@given(
    st.integers(1, 10**9),
    st.timedeltas(timedelta(seconds=2), timedelta(days=1)),
    st.timedeltas(timedelta(seconds=1), timedelta(days=7)),
)
def test_it_is_always_tried_again(failures: int, first: timedelta, longest: timedelta) -> None:
    assert timedelta(0) < failure_delay(failures, first, longest) <= 1.2 * longest
