from datetime import UTC, datetime
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.calls.block import to_us
from shared.calls.calls import HOUR_US, Int64s
from shared.query.cover import Cover, Extent, Spans, cover, lengths
from shared.query.period import SLICES_MAX
from shared.query.route import Route
from shared.rollups.unit import DAY_US, Unit, floors

UNITS = Route.CELLS.units
FIRST, LAST = to_us(datetime(2026, 1, 10, 5, 30, tzinfo=UTC)), to_us(datetime(2026, 6, 20, 17, 3, tzinfo=UTC))


def moment(text: str) -> int:
    return to_us(datetime.fromisoformat(text).replace(tzinfo=UTC))


def spans(given: Spans) -> list[tuple[int, int, int]]:
    return list(zip(given.slice.tolist(), given.start_us.tolist(), given.end_us.tolist(), strict=True))


def covered(edges: list[int], *, units: tuple[Unit, ...] = UNITS, sealed_us: int = LAST + HOUR_US) -> Cover:
    """Of the slices between these moments."""
    bounds = np.array(edges)
    return cover(bounds[:-1], bounds[1:], units, Extent(FIRST, LAST, sealed_us))


def test_a_slice_takes_the_largest_units_that_fit_and_blocks_at_its_ragged_ends() -> None:
    found = covered([moment("2026-02-26T22:10"), moment("2026-04-02T01:20")])

    assert {unit: spans(of_unit) for unit, of_unit in found.units.items()} == {
        Unit.MONTH: [(0, moment("2026-03-01"), moment("2026-04-01"))],
        Unit.DAY: [
            (0, moment("2026-02-27"), moment("2026-03-01")),
            (0, moment("2026-04-01"), moment("2026-04-02")),
        ],
        Unit.HOUR: [
            (0, moment("2026-02-26T23:00"), moment("2026-02-27")),
            (0, moment("2026-04-02"), moment("2026-04-02T01:00")),
        ],
    }
    assert spans(found.raw) == [
        (0, moment("2026-02-26T22:10"), moment("2026-02-26T23:00")),
        (0, moment("2026-04-02T01:00"), moment("2026-04-02T01:20")),
    ]
    # A month, three days, two hours and two ends.
    assert found.parts(1).tolist() == [8]


def test_what_is_not_sealed_comes_from_blocks() -> None:
    found = covered([moment("2026-06-19"), moment("2026-06-21")], sealed_us=moment("2026-06-20T15:00"))

    assert spans(found.units[Unit.DAY]) == [(0, moment("2026-06-19"), moment("2026-06-20"))]
    assert spans(found.units[Unit.HOUR]) == [(0, moment("2026-06-20"), moment("2026-06-20T15:00"))]
    assert spans(found.raw) == [(0, moment("2026-06-20T15:00"), LAST + 1)]


def test_a_slice_from_the_first_call_on_takes_its_whole_month() -> None:
    found = covered([FIRST, moment("2026-02-01")])

    assert spans(found.units[Unit.MONTH]) == [(0, moment("2026-01-01"), moment("2026-02-01"))]
    assert found.parts(1).tolist() == [1]


@pytest.mark.parametrize(
    ("start", "end"), [("2020-01-01", "2026-01-10T05:30"), ("2026-06-20T17:04", "2030-01-01")]
)
def test_time_without_calls_takes_nothing(start: str, end: str) -> None:
    assert covered([moment(start), moment(end)]).parts(1).tolist() == [0]


def test_no_slices_have_no_cover() -> None:
    nothing = np.empty(0, np.int64)
    found = cover(nothing, nothing, UNITS, Extent(FIRST, LAST, LAST))

    assert found.parts(0).tolist() == []


def test_ranges_close_to_each_other_are_read_together() -> None:
    hours = Spans(*(np.array(column) for column in ([0, 1, 2], [0, 10, 40], [10, 20, 50])))

    assert hours.joined() == [(0, 20), (40, 50)]
    assert hours.joined(20) == [(0, 50)]
    assert hours.slice_at(np.array([-1, 0, 9, 10, 20, 39, 40, 50])).tolist() == [-1, 0, 0, 1, -1, -1, 2, -1]


@given(
    st.sets(
        st.integers(moment("2026-01-01"), moment("2026-07-01"))
        | st.integers(0, 4_344).map(lambda hour: moment("2026-01-01") + hour * HOUR_US)
        | st.integers(0, 181).map(lambda day: moment("2026-01-01") + day * DAY_US),
        min_size=2,
        max_size=12,
    ),
    st.sampled_from([route.units for route in Route]),
    st.integers(0, 4_400),
)
def test_each_moment_with_calls_is_covered_once_by_whole_sealed_units_or_blocks(
    edges: set[int], units: tuple[Unit, ...], sealed_hours: int
) -> None:
    sealed_us = moment("2026-01-01") + sealed_hours * HOUR_US
    bounds = sorted(edges)
    found = covered(bounds, units=units, sealed_us=sealed_us)

    for unit, of_unit in found.units.items():
        assert (floors(of_unit.start_us, unit) == of_unit.start_us).all()
        assert (floors(of_unit.end_us, unit) == of_unit.end_us).all()
        assert (of_unit.end_us <= sealed_us).all()
    everything = Spans.of([found.raw, *found.units.values()])
    assert (everything.start_us[1:] >= everything.end_us[:-1]).all()
    for number, (start, end) in enumerate(pairwise(bounds)):
        of_slice = everything.select(everything.slice == number)
        inside = of_slice.clipped(FIRST, LAST + 1)
        expected = max(min(end, LAST + 1) - max(start, FIRST), 0)
        assert int((inside.end_us - inside.start_us).sum()) == expected
        # What lies beyond the slice is time without calls.
        assert all(low >= start or low <= FIRST for low in of_slice.start_us.tolist())
        assert all(high <= end or high > LAST for high in of_slice.end_us.tolist())


def test_months_are_counted_by_the_calendar() -> None:
    months = Spans(np.array([0]), np.array([moment("2026-01-01")]), np.array([moment("2026-06-01")]))

    assert lengths(months, Unit.MONTH).tolist() == [5]


def test_ten_thousand_slices_are_covered_at_once() -> None:
    edges: Int64s = moment("2025-06-01") + np.arange(SLICES_MAX + 1) * HOUR_US
    found = cover(edges[:-1], edges[1:], UNITS, Extent(int(edges[0]), int(edges[-1]) - 1, int(edges[-1])))

    assert found.parts(SLICES_MAX).tolist() == [1] * SLICES_MAX
    assert len(found.units[Unit.HOUR].joined()) == 1
