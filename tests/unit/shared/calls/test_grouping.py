import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.calls.calls import HOUR_US
from shared.calls.grouping import (
    Distinct,
    Groups,
    by_hour,
    grouped_by,
    groups_of,
    ranges,
    run_starts,
    stable_order,
)

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


def rows_of(groups: Groups) -> list[list[int]]:
    return [
        groups.order[groups.edges[group] : groups.edges[group + 1]].tolist() for group in range(len(groups))
    ]


@given(st.lists(st.integers(-1, 6), max_size=40))
def test_rows_are_put_into_their_groups_in_their_order_or_left_out(codes: list[int]) -> None:
    groups = Groups.of(np.array(codes, np.int64), 8)

    assert rows_of(groups) == [[row for row, code in enumerate(codes) if code == group] for group in range(8)]
    assert groups.sizes.tolist() == [codes.count(group) for group in range(8)]


def test_one_group_holds_all_rows() -> None:
    assert rows_of(Groups.single(3)) == [[0, 1, 2]]
    assert rows_of(Groups.single(0)) == [[]]
    assert rows_of(Groups.of(np.empty(0, np.int64), 0)) == []


@pytest.mark.parametrize("bound", [1, 2, 1 << 16, (1 << 16) + 1, 1 << 20, 1 << 33, 1 << 62])
def test_codes_of_any_size_are_sorted_and_equal_ones_keep_their_order(bound: int) -> None:
    rng = np.random.default_rng(bound)
    codes = rng.choice(np.append(rng.integers(0, bound, 50), [0, bound - 1]), 500)

    assert stable_order(codes, bound).tolist() == np.argsort(codes, kind="stable").tolist()


_KEYS = st.integers(-5, 5) | st.sampled_from([-(2**63), 2**63 - 1, 2**40, 10**6])


@given(st.lists(_KEYS, max_size=30))
def test_the_distinct_keys_and_each_rows_place_among_them(keys: list[int]) -> None:
    distinct = Distinct.of(np.array(keys, np.int64))

    assert distinct.keys.tolist() == sorted(set(keys))
    assert distinct.keys[distinct.codes].tolist() == keys


_IDS = st.integers(0, 3) | st.sampled_from([2**31 - 1, 2**31 - 2])


@given(st.lists(st.tuples(_KEYS, _IDS, _IDS, _IDS), max_size=30))
def test_rows_that_agree_in_all_columns_are_one_group(rows: list[tuple[int, int, int, int]]) -> None:
    columns = np.array(rows, np.int64).reshape(-1, 4).T
    groups = grouped_by(*columns)

    distinct = sorted(set(rows))
    assert [rows[row] for row in groups.first.tolist()] == distinct
    assert rows_of(groups) == [[row for row, one in enumerate(rows) if one == key] for key in distinct]


def test_runs_and_ranges() -> None:
    assert run_starts(np.array([5, 5, 2, 5, 5, 5])).tolist() == [0, 2, 3]
    assert run_starts(np.empty(0)).tolist() == []
    assert ranges(np.array([7, 0, 3]), np.array([2, 0, 3])).tolist() == [7, 8, 3, 4, 5]
    assert ranges(np.empty(0, np.int64), np.empty(0, np.int64)).tolist() == []
