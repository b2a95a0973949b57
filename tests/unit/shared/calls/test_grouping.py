import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from shared.calls.calls import HOUR_US
from shared.calls.grouping import by_hour, groups_of

_NOW_US = 1_795_230_000_000_000


def test_calls_are_grouped_by_key_in_their_own_order() -> None:
    groups = [(key, positions.tolist()) for key, positions in groups_of(np.array([7, -1, 7, 3, -1]))]

    assert groups == [(-1, [1, 4]), (3, [3]), (7, [0, 2])]


def test_no_calls_have_no_groups() -> None:
    assert groups_of(np.empty(0, np.int32)) == []
    assert by_hour(np.empty(0, np.int64)) == []


def test_the_edge_of_an_hour_belongs_to_the_hour_that_it_begins() -> None:
    hour = _NOW_US // HOUR_US * HOUR_US
    at_us = np.array([hour + HOUR_US, hour, hour - 1, hour + HOUR_US - 1])

    assert [(start, positions.tolist()) for start, positions in by_hour(at_us)] == [
        (hour - HOUR_US, [2]),
        (hour, [1, 3]),
        (hour + HOUR_US, [0]),
    ]


def test_calls_before_1970_are_in_the_hour_that_holds_them() -> None:
    assert [start for start, _ in by_hour(np.array([-1, 0]))] == [-HOUR_US, 0]


@given(st.lists(st.integers(_NOW_US - 5 * HOUR_US, _NOW_US), max_size=40))
def test_every_call_is_in_exactly_one_hour_and_hours_are_in_order(moments: list[int]) -> None:
    at_us = np.array(moments, np.int64)
    hours = by_hour(at_us)

    starts = [start for start, _ in hours]
    assert starts == sorted(set(starts))
    assert sorted(position for _, positions in hours for position in positions.tolist()) == list(
        range(len(at_us))
    )
    for start, positions in hours:
        assert ((at_us[positions] >= start) & (at_us[positions] < start + HOUR_US)).all()
