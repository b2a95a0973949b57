"""Cells: every grouping of the calls, and that larger units' cells come from smaller ones'."""

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.calls.calls import HOUR_US, Calls
from shared.calls.grouping import Groups
from shared.rollups.cells import ALL, Cells, Keys, cells_of_calls, cells_of_cells, finest_of_calls
from shared.rollups.unit import Unit, floors
from shared.statistics.state.digest import KEPT_QUANTILES
from shared.statistics.state.visitors import EXACT_MAX
from tests.unit.shared.factories import HOUR_START_US, calls_with_ids, make_calls
from tests.unit.shared.statistics.state.test_states import assert_same

_EACH_UNIT = pytest.mark.parametrize("unit", Unit)


def keys_of(cells: Cells) -> list[tuple[int, int, int]]:
    keys = cells.keys
    return list(zip(keys.start_us.tolist(), keys.endpoint.tolist(), keys.version.tolist(), strict=True))


def finest(cells: Cells) -> Cells:
    chosen = np.flatnonzero((cells.keys.endpoint != ALL) & (cells.keys.version != ALL))
    return Cells(
        Keys(cells.keys.start_us[chosen], cells.keys.endpoint[chosen], cells.keys.version[chosen]),
        cells.counters.select(chosen),
        type(cells.statuses)(cells.statuses.count[chosen]),
        cells.digest.select(chosen),
        # Groups of one keep what they have.
        cells.visitors.merge(Groups(chosen, np.arange(len(chosen) + 1))),
    )


def same_cells(left: Cells, right: Cells) -> None:
    assert keys_of(left) == keys_of(right)
    for name in ("counters", "statuses", "digest", "visitors"):
        assert_same(getattr(left, name), getattr(right, name))


def bytes_of(cells: Cells) -> list[Any]:
    return [
        *(getattr(cells.counters, name).tolist() for name in vars(cells.counters)),
        cells.statuses.count.tolist(),
        *(column.tolist() for column in (cells.digest.mean, cells.digest.weight, cells.digest.kept)),
        *(column.tolist() for column in (cells.visitors.ip, cells.visitors.calls, cells.visitors.kept)),
    ]


@_EACH_UNIT
@given(calls_with_ids())
def test_each_call_is_in_its_four_cells(unit: Unit, calls: Calls) -> None:
    cells = cells_of_calls(calls, unit)
    starts = floors(calls.at_us, unit)

    expected: dict[tuple[int, int, int], list[int]] = {}
    for row, (start, endpoint, version) in enumerate(
        zip(starts.tolist(), calls.endpoint.tolist(), calls.version.tolist(), strict=True)
    ):
        for of_endpoint, of_version in product((endpoint, ALL), (version, ALL)):
            expected.setdefault((start, of_endpoint, of_version), []).append(row)
    keys = keys_of(cells)
    assert sorted(keys) == sorted(expected)
    assert len(cells) == len(expected)
    for number, key in enumerate(keys):
        of_cell = calls.select(np.array(expected[key]))
        times, edges = of_cell.execution_ms, cells.visitors.edges
        counters = cells.counters
        assert counters.count[number] == len(of_cell)
        assert counters.min_ms[number] == times.min()
        assert counters.max_ms[number] == times.max()
        assert counters.first_us[number] == of_cell.at_us.min()
        assert counters.last_us[number] == of_cell.at_us.max()
        assert counters.total_ms[number] == pytest.approx(times.sum(), rel=1e-12)
        assert counters.spread[number] == pytest.approx(times.var() * len(times), rel=1e-9, abs=1e-9)
        assert cells.statuses.count[number].sum() == len(of_cell)
        assert cells.digest.kept[number].tolist() == np.quantile(times, KEPT_QUANTILES).tolist()
        assert cells.visitors.ip[edges[number] : edges[number + 1]].tolist() == np.unique(of_cell.ip).tolist()
        assert cells.visitors.unique[number] == len(np.unique(of_cell.ip))


@given(calls_with_ids(), st.integers(0, 2**32))
def test_cells_do_not_depend_on_how_calls_were_parted_or_ordered(calls: Calls, seed: int) -> None:
    rng = np.random.default_rng(seed)
    dealt = rng.integers(0, 4, len(calls))
    parts = [calls.select(dealt == part) for part in rng.permutation(4)]

    one, other = cells_of_calls(calls, Unit.HOUR), cells_of_calls(Calls.concat(parts), Unit.HOUR)

    assert keys_of(one) == keys_of(other)
    # Sums to the last bit.
    assert bytes_of(one) == bytes_of(other)


def test_busy_cells_do_not_depend_on_how_calls_were_ordered() -> None:
    calls = _busy(np.random.default_rng(1), 20_000)
    shuffled = calls.select(np.random.default_rng(2).permutation(len(calls)))

    assert bytes_of(cells_of_calls(calls, Unit.HOUR)) == bytes_of(cells_of_calls(shuffled, Unit.HOUR))


@_EACH_UNIT
@given(calls_with_ids())
def test_the_finest_cells_of_a_unit_give_all_its_cells(unit: Unit, calls: Calls) -> None:
    whole = cells_of_calls(calls, unit)

    same_cells(finest_of_calls(calls, unit), finest(whole))
    same_cells(cells_of_cells(finest_of_calls(calls, unit), unit), whole)


@pytest.mark.parametrize(("smaller", "larger"), [(Unit.HOUR, Unit.DAY), (Unit.DAY, Unit.MONTH)])
@given(calls_with_ids(days=50))
def test_larger_cells_of_smaller_ones_are_those_of_the_calls(
    smaller: Unit, larger: Unit, calls: Calls
) -> None:
    same_cells(cells_of_cells(finest_of_calls(calls, smaller), larger), cells_of_calls(calls, larger))


def _busy(rng: np.random.Generator, count: int) -> Calls:
    return make_calls(
        rng.lognormal(3, 1, count).tolist(),
        at_us=HOUR_START_US + rng.integers(0, 10 * HOUR_US, count),
        endpoint=rng.integers(1, 4, count),
        version=rng.integers(1, 3, count),
        ip=rng.zipf(1.2, count) % 50_000 + 1,
        status=rng.choice([200, 404, 500], count),
    )


def test_busy_days_of_hours_are_those_of_the_calls_within_the_digests_error() -> None:
    calls = _busy(np.random.default_rng(3), 120_000)
    merged, whole = (
        cells_of_cells(finest_of_calls(calls, Unit.HOUR), Unit.DAY),
        cells_of_calls(calls, Unit.DAY),
    )

    assert keys_of(merged) == keys_of(whole)
    assert_same(merged.counters, whole.counters)
    assert_same(merged.statuses, whole.statuses)
    assert_same(merged.visitors, whole.visitors)
    assert max(whole.visitors.unique) > EXACT_MAX
    assert merged.visitors.sketches
    for number, (start, endpoint, version) in enumerate(keys_of(whole)):
        chosen = floors(calls.at_us, Unit.DAY) == start
        chosen &= (calls.endpoint == endpoint) | (endpoint == ALL)
        chosen &= (calls.version == version) | (version == ALL)
        times = np.sort(calls.execution_ms[chosen])
        ranks = np.searchsorted(times, merged.digest.kept[number]) / len(times)
        assert np.abs(ranks - KEPT_QUANTILES).max() <= 0.0025


@pytest.mark.parametrize("make", [cells_of_calls, finest_of_calls])
def test_no_calls_have_no_cells(make: Callable[[Calls, Unit], Cells]) -> None:
    cells = make(Calls.empty(), Unit.MONTH)

    assert len(cells) == len(cells.counters) == len(cells.digest) == len(cells.visitors) == 0
    assert len(cells_of_cells(cells, Unit.MONTH)) == 0
    assert len(Cells.concat([cells, cells])) == 0
