"""Entries and digests by ip, group and status: from calls, from smaller units, and through pages."""

from contextlib import suppress
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.calls.calls import HOUR_US, Calls
from shared.rollups.cells import ALL
from shared.rollups.codec import DamagedCellError, packed
from shared.rollups.dimension import (
    Dimension,
    DimensionCells,
    Entries,
    decode_entries,
    decode_page_digests,
    dimension_of_calls,
    dimension_of_cells,
    encode_entries,
    encode_page_digests,
    values_of,
)
from shared.rollups.unit import Unit, floors
from shared.statistics.state.digest import KEPT_QUANTILES
from tests.unit.shared.factories import HOUR_START_US, calls_with_ids, make_calls
from tests.unit.shared.mutations import mutated
from tests.unit.shared.statistics.state.test_states import assert_same

_EACH_DIMENSION = pytest.mark.parametrize("dimension", Dimension)


def assert_same_entries(left: Entries, right: Entries) -> None:
    for field in fields(Entries):
        np.testing.assert_allclose(
            getattr(left, field.name), getattr(right, field.name), rtol=1e-12 * (field.name == "total_ms")
        )


def assert_same_dimension(left: DimensionCells, right: DimensionCells) -> None:
    assert_same_entries(left.entries, right.entries)
    np.testing.assert_array_equal(left.digests.start_us, right.digests.start_us)
    np.testing.assert_array_equal(left.digests.value, right.digests.value)
    assert_same(left.digests.digest, right.digests.digest)


@_EACH_DIMENSION
@given(calls_with_ids())
def test_each_call_is_in_the_entry_of_its_endpoint_and_of_all(dimension: Dimension, calls: Calls) -> None:
    cells = dimension_of_calls(calls, dimension, Unit.DAY)

    expected: dict[tuple[int, ...], list[float]] = {}
    by_value: dict[tuple[int, int], list[float]] = {}
    for start, endpoint, value, version, ms in zip(
        floors(calls.at_us, Unit.DAY).tolist(),
        calls.endpoint.tolist(),
        values_of(calls, dimension).tolist(),
        calls.version.tolist(),
        calls.execution_ms.tolist(),
        strict=True,
    ):
        for of in (ALL, endpoint):
            expected.setdefault((start, of, value, version), []).append(ms)
        by_value.setdefault((start, value), []).append(ms)
    entries = cells.entries
    keys = list(
        zip(
            *(getattr(entries, name).tolist() for name in ("start_us", "endpoint", "value", "version")),
            strict=True,
        )
    )
    assert keys == sorted(expected)
    assert entries.count.tolist() == [len(expected[key]) for key in keys]
    assert entries.min_ms.tolist() == [min(expected[key]) for key in keys]
    assert entries.max_ms.tolist() == [max(expected[key]) for key in keys]
    assert entries.total_ms.tolist() == pytest.approx([sum(expected[key]) for key in keys], rel=1e-12)
    digests = list(zip(cells.digests.start_us.tolist(), cells.digests.value.tolist(), strict=True))
    assert digests == sorted(by_value)
    assert cells.digests.digest.kept.tolist() == [
        np.quantile(by_value[key], KEPT_QUANTILES).tolist() for key in digests
    ]


@_EACH_DIMENSION
@given(calls_with_ids(days=50), st.integers(0, 2**32))
def test_months_of_days_and_days_of_parts_are_those_of_the_calls(
    dimension: Dimension, calls: Calls, seed: int
) -> None:
    days = dimension_of_calls(calls, dimension, Unit.DAY)
    dealt = np.random.default_rng(seed).integers(0, 3, len(calls))
    parts = [dimension_of_calls(calls.select(dealt == part), dimension, Unit.DAY) for part in range(3)]

    assert_same_dimension(
        dimension_of_cells(days, Unit.MONTH), dimension_of_calls(calls, dimension, Unit.MONTH)
    )
    assert_same_dimension(dimension_of_cells(DimensionCells.concat(parts), Unit.DAY), days)


def _decoded(start_us: int, endpoint: int, page: DimensionCells) -> DimensionCells:
    return DimensionCells(
        decode_entries(encode_entries(page.entries), start_us, endpoint),
        decode_page_digests(encode_page_digests(page.digests), start_us),
    )


@_EACH_DIMENSION
@given(calls_with_ids())
def test_pages_hold_everything_once(dimension: Dimension, calls: Calls) -> None:
    cells = dimension_of_calls(calls, dimension, Unit.DAY)
    pages = cells.pages()

    assert len({(start_us, endpoint) for start_us, endpoint, _ in pages}) == len(pages)
    decoded = [_decoded(start_us, endpoint, page) for start_us, endpoint, page in pages]
    assert all((endpoint == ALL) == bool(len(page.digests)) for _, endpoint, page in pages)
    if pages:
        assert_same_dimension(DimensionCells.concat(decoded), cells)
    else:
        assert len(cells.entries) == 0


def test_a_status_that_is_none_is_unknown() -> None:
    assert values_of(make_calls([1.0] * 3, status=[-5, 0, 200]), Dimension.STATUS).tolist() == [0, 0, 200]


def test_busy_values_months_are_within_the_digests_error() -> None:
    rng = np.random.default_rng(4)
    count = 120_000
    calls = make_calls(
        rng.lognormal(3, 1, count).tolist(),
        at_us=HOUR_START_US + rng.integers(0, 9 * 24 * HOUR_US, count),
        ip=rng.integers(1, 4, count),
        endpoint=rng.integers(1, 3, count),
    )
    month = dimension_of_cells(dimension_of_calls(calls, Dimension.IP, Unit.DAY), Unit.MONTH)

    assert month.digests.value.tolist() == [1, 2, 3]
    for ip, kept in zip(month.digests.value.tolist(), month.digests.digest.kept, strict=True):
        times = np.sort(calls.execution_ms[calls.ip == ip])
        assert np.abs(np.searchsorted(times, kept) / len(times) - KEPT_QUANTILES).max() <= 0.0025


def test_more_calls_than_four_bytes_hold_fit_into_a_page() -> None:
    cells = dimension_of_calls(make_calls([1.0]), Dimension.STATUS, Unit.DAY)
    cells.entries.count[:] = 2**40

    for start_us, endpoint, page in cells.pages():
        assert decode_entries(encode_entries(page.entries), start_us, endpoint).count.tolist() == [2**40]


_PAGE = dimension_of_calls(
    make_calls([1.0, 2.0, 3.0] * 60, ip=[1, 2, 2] * 60), Dimension.IP, Unit.DAY
).pages()[0][2]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x01\x00\x00\x00",
        b"\x01\x00\x00\x00" + packed(b"short"),
        # Far more than there is.
        b"\xff\xff\xff\xff" + encode_entries(_PAGE.entries)[4:],
        b"\x01\x00\x00\x00" + encode_entries(_PAGE.entries)[4:],
    ],
    ids=lambda data: repr(data[:8]),
)
def test_bytes_that_are_no_entries_are_refused(data: bytes) -> None:
    with pytest.raises(DamagedCellError):
        decode_entries(data, 0, 1)


@pytest.mark.parametrize(
    "data",
    [
        b"\x01",
        bytes(4),
        b"\xff\xff\xff\xff",
        encode_page_digests(_PAGE.digests)[:-1],
        encode_page_digests(_PAGE.digests) + b"\x00",
        encode_page_digests(_PAGE.digests)[:100],
    ],
    ids=lambda data: repr(data[:8]),
)
def test_bytes_that_are_no_digests_of_a_page_are_refused(data: bytes) -> None:
    with pytest.raises(DamagedCellError):
        decode_page_digests(data, 0)


@settings(max_examples=300)
@given(st.data())
def test_damaged_bytes_are_never_another_error_than_the_documented_one(data: st.DataObject) -> None:
    entries, digests = (
        data.draw(mutated(encode_entries(_PAGE.entries))),
        data.draw(mutated(encode_page_digests(_PAGE.digests))),
    )
    with suppress(DamagedCellError):
        assert len(decode_entries(entries, 0, 1)) == int.from_bytes(entries[1:5], "little")
    with suppress(DamagedCellError):
        decoded = decode_page_digests(digests, 0)
        assert len(decoded.value) == len(decoded.digest)
