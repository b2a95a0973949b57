"""Every state: what it is of calls, and that merging the states of parts gives the state of the whole."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.calls.calls import Calls
from shared.statistics.registry import STATISTICS
from shared.statistics.state.counters import Counters
from shared.statistics.state.digest import EXACT_MAX, Digest
from shared.statistics.state.releases import Releases
from shared.statistics.state.state import State
from shared.statistics.state.visits import Visits
from tests.unit.shared.factories import calls_of_an_hour, make_calls


def same_counters(merged: Counters, whole: Counters) -> bool:
    return (merged.count, merged.min_ms, merged.max_ms) == (whole.count, whole.min_ms, whole.max_ms) and (
        merged.total_ms == pytest.approx(whole.total_ms, rel=1e-12, abs=1e-300)
    )


def same_digest(merged: Digest, whole: Digest) -> bool:
    # Few values are kept as they are, so that merging loses nothing.
    return merged.sketch is None and whole.sketch is None and np.array_equal(merged.values, whole.values)


_STATES: list[Any] = [
    pytest.param(Counters, same_counters, id="counters"),
    pytest.param(Digest, same_digest, id="digest"),
    pytest.param(Releases, Releases.__eq__, id="releases"),
    pytest.param(Visits, Visits.__eq__, id="visits"),
]
_EACH_STATE = pytest.mark.parametrize(("state", "same"), _STATES)


def parts_of(calls: Calls, seed: int) -> list[Calls]:
    """``calls`` dealt out at random to five parts, some perhaps empty."""
    dealt = np.random.default_rng(seed).integers(0, 5, len(calls))
    return [calls.select(dealt == part) for part in range(5)]


def test_no_state_is_left_out_here() -> None:
    assert {param.values[0] for param in _STATES} == {statistic.state for statistic in STATISTICS.values()}


@_EACH_STATE
@given(calls_of_an_hour(), st.integers(0, 2**32))
def test_merging_the_states_of_any_parts_gives_the_state_of_the_whole(
    state: type[State], same: Callable[[Any, Any], bool], calls: Calls, seed: int
) -> None:
    states = [state.of(part) for part in parts_of(calls, seed)]

    assert same(state.merge_many(states), state.of(calls))
    assert same(state.merge_many(states[::-1]), state.of(calls))
    halves = [state.merge_many(states[:2]), state.merge_many(states[2:])]
    assert same(state.merge_many(halves), state.of(calls))


@_EACH_STATE
def test_merging_nothing_gives_the_state_of_no_calls(
    state: type[State], same: Callable[[Any, Any], bool]
) -> None:
    assert same(state.merge_many([]), state.of(Calls.empty()))
    assert same(state.merge_many([state.of(Calls.empty())] * 3), state.of(Calls.empty()))


@_EACH_STATE
def test_a_state_is_not_changed_by_being_merged(state: type[State], same: Callable[[Any, Any], bool]) -> None:
    one, other = make_calls([1.0, 2.0], ip=[1, 2]), make_calls([0.5, 9.0], ip=2, version=7, at_us=[1, 2])
    kept = state.of(one)
    state.merge_many([kept, state.of(other), kept])

    assert same(kept, state.of(one))


def test_counters_count_sum_and_keep_the_extremes() -> None:
    assert Counters.of(make_calls([3.0, -1.5, 2.0])) == Counters(3, 3.5, -1.5, 3.0)
    assert Counters.of(Calls.empty()) == Counters(0, 0.0, None, None)


def test_a_sum_of_many_buckets_does_not_depend_on_their_order() -> None:
    states = [Counters.of(make_calls([ms])) for ms in (1e16, 1.0, -1e16, 1.0)]

    assert Counters.merge_many(states).total_ms == Counters.merge_many(states[::-1]).total_ms == 2.0


def test_visits_are_counted_per_ip() -> None:
    assert Visits.of(make_calls([1.0] * 4, ip=[7, 3, 7, 7])) == Visits({3: 1, 7: 3})


def test_a_release_is_dated_by_its_first_call() -> None:
    calls = make_calls([1.0] * 4, version=[2, 1, 2, 1], at_us=[50, -60, 40, 70])

    assert Releases.of(calls) == Releases({1: -60, 2: 40})


def test_values_beyond_what_is_kept_exactly_become_a_sketch_whichever_way_they_come() -> None:
    values = np.arange(EXACT_MAX + 1, dtype=np.float64)
    parts = [Digest.of_values(part) for part in np.array_split(values, 7)]

    assert Digest.of_values(values[:-1]).sketch is None
    assert Digest.of_values(values).sketch is not None
    assert Digest.merge_many(parts).sketch is not None
    assert Digest.merge_many(parts[:-1]).sketch is None
