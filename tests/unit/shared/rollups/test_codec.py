"""Bytes of cells: what went in comes out, and damaged ones are never another error than the documented."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.calls.calls import Calls
from shared.calls.grouping import Groups
from shared.rollups.cells import cells_of_calls
from shared.rollups.codec import (
    DamagedCellError,
    decode_digests,
    decode_visitors,
    encode_digests,
    encode_visitors,
    no_digests,
    without_centroids,
    without_ips,
)
from shared.rollups.unit import Unit
from shared.statistics.state.digest import Digest
from shared.statistics.state.registers import COUNT, estimate
from shared.statistics.state.visitors import Visitors
from tests.unit.shared.factories import calls_with_ids
from tests.unit.shared.mutations import mutated
from tests.unit.shared.statistics.state.test_states import assert_same


def digest_of(*groups: Sequence[tuple[float, float]]) -> Digest:
    """Groups of (mean, weight)."""
    rows = np.array([row for group in groups for row in group], float).reshape(-1, 2)
    edges = np.cumsum([0, *map(len, groups)])
    return Digest(rows[:, 0].copy(), rows[:, 1].copy(), edges, np.zeros((len(groups), 8)))


def visitors_of(*groups: dict[int, int], sketches: dict[int, Any] | None = None) -> Visitors:
    ips = np.array([ip for group in groups for ip in sorted(group)], np.int64)
    calls = np.array([group[ip] for group in groups for ip in sorted(group)], np.int64)
    edges = np.cumsum([0, *map(len, groups)])
    return Visitors(ips, calls, edges, np.diff(edges), sketches or {})


_SKETCH = np.random.default_rng(1).integers(0, 20, COUNT).astype(np.uint8)
_DIGEST = digest_of(
    [],
    [(0.0, 1), (0.5, 1), (5e-324, 1)],
    [(1.5, 255)],
    [(1.5, 1), (2.5, 256), (1.7e308, 70_000)],
    [(3.0, 2**32), (3.0, 2**40)],
)
_VISITORS = visitors_of(
    {},
    {1: 1, 255: 255},
    {256: 1, 65_535: 2},
    {1: 256, 2**31 - 1: 2**40},
    {},
    {7: 2**32},
    sketches={4: _SKETCH},
)


def test_digests_come_out_as_they_went_in() -> None:
    assert_same(decode_digests(encode_digests(_DIGEST), _DIGEST.kept), _DIGEST)
    assert_same(decode_digests([], np.zeros((0, 8))), no_digests())
    one_by_one = [decode_digests([cell], _DIGEST.kept[:1]) for cell in encode_digests(_DIGEST)]
    assert_same(Digest.concat(one_by_one), _DIGEST)


def test_visitors_come_out_as_they_went_in() -> None:
    assert_same(decode_visitors(encode_visitors(_VISITORS), _VISITORS.kept), _VISITORS)
    assert_same(decode_visitors([], np.zeros(0, np.int64)), without_ips(np.zeros(0, np.int64)))
    one_by_one = [decode_visitors([cell], np.zeros(1, np.int64)) for cell in encode_visitors(_VISITORS)]
    assert_same(Visitors.concat(one_by_one), _with_kept(_VISITORS, np.zeros(6, np.int64)))


def _with_kept(visitors: Visitors, kept: Any) -> Visitors:
    return Visitors(visitors.ip, visitors.calls, visitors.edges, kept, visitors.sketches)


@given(calls_with_ids())
def test_what_is_made_of_calls_comes_out_as_it_went_in(calls: Calls) -> None:
    cells = cells_of_calls(calls, Unit.DAY)

    assert_same(decode_digests(encode_digests(cells.digest), cells.digest.kept), cells.digest)
    assert_same(decode_visitors(encode_visitors(cells.visitors), cells.visitors.kept), cells.visitors)


def test_the_bytes_are_those_of_the_first_release() -> None:
    # They are in people's databases.
    assert [cell.hex() for cell in encode_digests(digest_of([(1.5, 1)], [(1.5, 1), (2.0, 300)], []))] == [
        "00000000000000f83f",
        "02000000000000f83f0000000000000040" + "01002c01",
        "00",
    ]
    assert [cell.hex() for cell in encode_visitors(visitors_of({3: 1, 300: 7}, {}))] == [
        "020103002c010107",
        "0101",
    ]


def test_what_was_not_read_is_known_by_what_was_kept() -> None:
    kept = np.arange(16.0).reshape(2, 8)

    assert without_centroids(kept).quantile(0.5).tolist() == [2.0, 10.0]
    assert without_ips(np.array([5, 7])).unique.tolist() == [5, 7]
    alone = Groups.of(np.array([1, 0]), 2)
    assert without_centroids(kept).merge(alone).quantile(0.05).tolist() == [8.0, 0.0]
    assert without_ips(np.array([5, 7])).merge(alone).unique.tolist() == [7, 5]


@pytest.mark.parametrize(
    "cell",
    [
        b"",
        b"\x00\x01",
        b"\x03" + bytes(11),
        b"\xff" + bytes(263),
        b"\x01" + bytes(8),
        # A centroid without weight.
        b"\x01" + bytes(9),
    ],
    ids=repr,
)
def test_bytes_that_are_no_digest_are_refused(cell: bytes) -> None:
    with pytest.raises(DamagedCellError):
        decode_digests([cell], np.zeros((1, 8)))


@pytest.mark.parametrize(
    "cell",
    [
        b"",
        b"\x01",
        b"\x00\x00",
        b"\x01\x03",
        b"\x03\x01\x00\x00\x00\x00",
        b"\x01\x01\x05",
        b"\xff",
        b"\xff\x00",
        b"\xff\x00not zstd",
        encode_visitors(visitors_of({}, sketches={0: _SKETCH[:-1]}))[0],
        encode_visitors(visitors_of({}, sketches={0: np.append(_SKETCH, _SKETCH[:1])}))[0],
        encode_visitors(visitors_of({}, sketches={0: np.full(COUNT, 51, np.uint8)}))[0],
    ],
    ids=lambda cell: repr(cell[:8]),
)
def test_bytes_that_are_no_visitors_are_refused(cell: bytes) -> None:
    with pytest.raises(DamagedCellError):
        decode_visitors([cell], np.zeros(1, np.int64))


def _use_digest(cell: bytes) -> None:
    digest = decode_digests([cell, cell], np.full((2, 8), np.nan))
    assert (digest.totals >= len(digest.mean) // 2).all()


def _use_visitors(cell: bytes) -> None:
    visitors = decode_visitors([cell, cell], np.zeros(2, np.int64))
    assert len(visitors) == 2
    assert all(estimate(sketch) >= 0 for sketch in visitors.sketches.values())


@settings(max_examples=300)
@pytest.mark.parametrize(
    ("cells", "use"),
    [(encode_digests(_DIGEST), _use_digest), (encode_visitors(_VISITORS), _use_visitors)],
    ids=["digest", "visitors"],
)
@given(st.data())
def test_damaged_bytes_are_never_another_error_than_the_documented_one(
    cells: list[bytes], use: Callable[[bytes], None], data: st.DataObject
) -> None:
    damaged = data.draw(mutated(data.draw(st.sampled_from(cells))))
    try:
        use(damaged)
    except DamagedCellError:
        return
