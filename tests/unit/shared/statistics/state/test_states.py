"""Every state: what it is of calls, and that merging the states of parts gives the state of the whole."""

from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.calls.calls import Calls
from shared.calls.grouping import Groups
from shared.statistics.registry import STATISTICS
from shared.statistics.state.counters import NEVER_FIRST, NEVER_LAST, Counters
from shared.statistics.state.digest import Digest
from shared.statistics.state.releases import Releases
from shared.statistics.state.state import GroupedCalls, State
from shared.statistics.state.statuses import Statuses
from shared.statistics.state.visitors import EXACT_MAX, Visitors
from tests.unit.shared.factories import HOUR_START_US, calls_with_ids, make_calls

_EACH_STATE = pytest.mark.parametrize("state", [Counters, Digest, Releases, Statuses, Visitors])
# What is a sum of floats depends on the order of adding in its last digits.
_SUMS = {"total_ms", "spread", "kept"}


def assert_same(left: Any, right: Any) -> None:
    assert len(left) == len(right)
    for field in fields(left):
        one, other = getattr(left, field.name), getattr(right, field.name)
        if field.name == "sketches":
            assert one.keys() == other.keys()
            assert all(np.array_equal(one[group], other[group]) for group in one)
        elif field.name in _SUMS:
            np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-9)
        else:
            np.testing.assert_array_equal(one, other)


def of(state: type[Any], calls: Calls, group: Any = None, count: int = 1) -> Any:
    codes = np.zeros(len(calls), np.int64) if group is None else np.asarray(group, np.int64)
    return state.of(GroupedCalls(calls, Groups.of(codes, count)))


def test_no_state_is_left_out_here() -> None:
    assert {Counters, Digest, Releases, Statuses, Visitors} == {
        statistic.state for statistic in STATISTICS.values()
    }


@_EACH_STATE
@given(calls_with_ids(), st.integers(0, 2**32))
def test_merging_the_states_of_any_parts_gives_the_state_of_the_whole(
    state: type[State], calls: Calls, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    dealt, group = rng.integers(0, 5, len(calls)), rng.integers(0, 3, len(calls))
    whole = of(state, calls, group, 3)
    parts = [of(state, calls.select(dealt == part), group[dealt == part], 3) for part in range(5)]
    same_group = Groups.of(np.tile(np.arange(3), 5), 3)

    assert_same(state.concat(parts).merge(same_group), whole)
    assert_same(state.concat(parts[::-1]).merge(same_group), whole)
    halves = [
        state.concat(some).merge(Groups.of(np.tile(np.arange(3), len(some)), 3))
        for some in (parts[:2], parts[2:])
    ]
    assert_same(state.concat(halves).merge(Groups.of(np.tile(np.arange(3), 2), 3)), whole)


@_EACH_STATE
@given(calls_with_ids(), st.integers(0, 2**32))
def test_the_order_of_calls_does_not_matter_to_the_last_bit(
    state: type[State], calls: Calls, seed: int
) -> None:
    order = np.random.default_rng(seed).permutation(len(calls))
    one, other = of(state, calls), of(state, calls.select(order))

    for field in fields(one):
        np.testing.assert_array_equal(getattr(one, field.name), getattr(other, field.name))


@_EACH_STATE
def test_groups_without_calls_are_groups(state: type[State]) -> None:
    calls = make_calls([3.0, 1.0], ip=[4, 5], version=[2, 1], status=200)
    spread_out = of(state, calls, [3, 1], 5)

    assert len(spread_out) == 5
    assert_same(
        spread_out, state.concat([of(state, part) for part in _dealt(calls, [None, 1, None, 0, None])])
    )
    assert_same(spread_out.merge(Groups.single(5)), of(state, calls))
    assert_same(
        spread_out.merge(Groups.of(np.array([-1, 1, -1, -1, 0]), 2)),
        of(state, calls.select(np.array([1])), [1], 2),
    )


def _dealt(calls: Calls, rows: list[int | None]) -> list[Calls]:
    return [calls.select(np.array([] if row is None else [row], np.int64)) for row in rows]


@_EACH_STATE
def test_merging_nothing_gives_the_state_of_no_calls(state: type[State]) -> None:
    nothing = of(state, Calls.empty(), [], 0)

    assert len(nothing) == 0
    assert_same(nothing.merge(Groups.single(0)), of(state, Calls.empty()))
    assert_same(
        state.concat([of(state, Calls.empty())] * 3).merge(Groups.single(3)), of(state, Calls.empty())
    )
    assert len(nothing.merge(Groups.of(np.empty(0, np.int64), 0))) == 0


@_EACH_STATE
def test_a_state_is_not_changed_by_being_merged(state: type[State]) -> None:
    calls = make_calls([1.0, 2.0, 0.5, 9.0], ip=[1, 2, 2, 2], version=[1, 1, 7, 7])
    kept = of(state, calls, [0, 0, 1, 1], 2)
    kept.merge(Groups.single(2))

    assert_same(kept, of(state, calls, [0, 0, 1, 1], 2))


def test_counters_count_sum_and_keep_the_extremes() -> None:
    counters = of(Counters, make_calls([3.0, 1.5, 2.0], at_us=[30, -10, 20]), [1, 1, 1], 2)

    assert counters.count.tolist() == [0, 3]
    assert counters.total_ms.tolist() == [0.0, 6.5]
    assert counters.mean_ms.tolist() == [0.0, pytest.approx(6.5 / 3)]
    assert counters.spread.tolist() == [0.0, pytest.approx(3 * np.var([3.0, 1.5, 2.0]))]
    assert counters.min_ms.tolist() == [np.inf, 1.5]
    assert counters.max_ms.tolist() == [-np.inf, 3.0]
    assert counters.first_us.tolist() == [NEVER_FIRST, -10]
    assert counters.last_us.tolist() == [NEVER_LAST, 30]


def test_the_spread_of_merged_groups_is_that_of_their_calls_even_far_from_nought() -> None:
    times = 1e9 + np.random.default_rng(1).random(500)
    parts = of(Counters, make_calls(times.tolist()), np.arange(500) % 7, 7)

    assert parts.merge(Groups.single(7)).spread[0] / 500 == pytest.approx(np.var(times - 1e9), rel=1e-6)


def test_a_release_is_dated_by_its_first_call_and_comes_in_that_order() -> None:
    calls = make_calls([1.0] * 5, version=[2, 1, 2, 1, 9], at_us=[50, -60, 40, 70, 40])
    releases = of(Releases, calls)

    assert releases.version.tolist() == [1, 2, 9]
    assert releases.first_us.tolist() == [-60, 40, 40]


def test_visits_are_counted_per_ip() -> None:
    visitors = of(Visitors, make_calls([1.0] * 5, ip=[7, 3, 7, 7, 2**31 - 1]), [1, 1, 1, 0, 0], 3)

    assert visitors.ip.tolist() == [7, 2**31 - 1, 3, 7]
    assert visitors.calls.tolist() == [1, 1, 1, 2]
    assert visitors.edges.tolist() == [0, 2, 4, 4]
    assert visitors.unique.tolist() == [2, 2, 0]


def _of_ips(*groups: Any) -> Visitors:
    ips = np.concatenate(groups)
    group = np.repeat(np.arange(len(groups)), [len(ips) for ips in groups])
    visitors: Visitors = of(Visitors, make_calls([1.0] * len(ips), ip=ips), group, len(groups))
    return visitors


def test_visitors_are_exact_up_to_a_thousand_and_a_sketch_beyond() -> None:
    visitors = _of_ips(np.arange(EXACT_MAX), np.arange(EXACT_MAX + 1), np.arange(3)).sketched()

    assert visitors.sketches.keys() == {1}
    assert visitors.unique[[0, 2]].tolist() == [EXACT_MAX, 3]
    assert visitors.unique[1] == pytest.approx(EXACT_MAX + 1, rel=0.02)
    assert np.diff(visitors.edges).tolist() == [EXACT_MAX, 0, 3]


@pytest.mark.parametrize("seed", range(6))
def test_sketches_and_ips_merge_in_any_way_to_the_sketch_of_all(seed: int) -> None:
    rng = np.random.default_rng(seed)
    parts = [rng.integers(1, 60_000, size) for size in (3_000, 700, 20, 9_000, 0, 1_200)]
    whole = np.unique(np.concatenate(parts))
    sketched = _of_ips(*parts).sketched()

    once = sketched.merge(Groups.single(6)).sketched()
    order = rng.permutation(6)
    shuffled = Visitors.concat([sketched.merge(Groups.of(order // 3, 2)), _of_ips(parts[0])])
    twice = shuffled.merge(Groups.single(3)).sketched()
    exact = _of_ips(*parts).merge(Groups.single(6))

    assert exact.unique.tolist() == [len(whole)]
    assert once.unique[0] == pytest.approx(len(whole), rel=0.02)
    assert_same(once, exact.sketched())
    assert_same(twice, exact.sketched())
    assert len(once.ip) == 0


def test_a_sketched_group_that_is_alone_stays_as_it_is() -> None:
    sketched = _of_ips(np.arange(5_000), np.arange(4)).sketched()

    assert_same(sketched.merge(Groups.of(np.array([0, 1]), 2)), sketched)
    assert_same(sketched.sketched(), sketched)


def test_sums_do_not_depend_on_how_calls_arrived() -> None:
    times = [1e16, 1.0, 3.0, 1e-3] * 5
    one, other = of(Counters, make_calls(times)), of(Counters, make_calls(times[::-1]))

    assert one.total_ms.tolist() == other.total_ms.tolist()
    assert of(Counters, make_calls([1.0], at_us=[HOUR_START_US])).first_us.tolist() == [HOUR_START_US]
