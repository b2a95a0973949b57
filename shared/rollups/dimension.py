"""What is kept of each ip, group or status code: per day and month, for ever.

A page holds one endpoint's entries of one unit of time (or all endpoints' together): for each name and version
the counters, and on the page of all endpoints a digest for each name. Pages are small columns of their own,
compressed, since a name alone is never asked for without its neighbours being compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from enum import IntEnum
from itertools import pairwise
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from shared.calls.calls import HOUR_US, STATUS_UNKNOWN, Bools, Calls, Float64s, Int64s
from shared.calls.grouping import grouped_by, run_starts
from shared.rollups.cells import ALL
from shared.rollups.codec import (
    DamagedCellError,
    decode_digests,
    encode_digests,
    no_digests,
    packed,
    unpacked,
)
from shared.rollups.unit import Unit, floors
from shared.statistics.state.digest import KEPT_QUANTILES, Digest
from shared.statistics.state.state import GroupedCalls, reduce_groups


class Dimension(IntEnum):
    """As the column ``dimension`` says it; the first two are also kinds of names."""

    GROUP_BY = 2
    IP = 3
    STATUS = 4


def values_of(calls: Calls, dimension: Dimension) -> Int64s:
    """The column of the dimension: ids of names, or status codes themselves."""
    match dimension:
        case Dimension.GROUP_BY:
            return calls.group_by.astype(np.int64)
        case Dimension.IP:
            return calls.ip.astype(np.int64)
        case Dimension.STATUS:
            return np.maximum(calls.status, STATUS_UNKNOWN).astype(np.int64)


@dataclass(frozen=True, eq=False)
class Entries:
    """Columns over (start, endpoint or ALL, value, version), each combination once, ascending."""

    start_us: Int64s
    endpoint: Int64s
    value: Int64s
    version: Int64s
    count: Int64s
    total_ms: Float64s
    min_ms: Float64s
    max_ms: Float64s

    def __len__(self) -> int:
        return len(self.start_us)

    @classmethod
    def concat(cls, parts: Sequence[Self]) -> Self:
        return cls(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(cls)))

    def select(self, chosen: Int64s | Bools | slice) -> Self:
        return type(self)(*(getattr(self, field.name)[chosen] for field in fields(self)))

    def merged(self) -> Self:
        """Each combination once."""
        groups = grouped_by(self.start_us // HOUR_US, self.endpoint, self.value, self.version)
        rows, order, edges = groups.first, groups.order, groups.edges
        return type(self)(
            start_us=self.start_us[rows],
            endpoint=self.endpoint[rows],
            value=self.value[rows],
            version=self.version[rows],
            count=reduce_groups(np.add, self.count[order], edges, 0),
            total_ms=reduce_groups(np.add, self.total_ms[order], edges, 0.0),
            min_ms=reduce_groups(np.minimum, self.min_ms[order], edges, np.inf),
            max_ms=reduce_groups(np.maximum, self.max_ms[order], edges, -np.inf),
        )


@dataclass(frozen=True, eq=False)
class PageDigests:
    """Columns over (start, value): the digest of all endpoints' and versions' calls."""

    start_us: Int64s
    value: Int64s
    digest: Digest

    @classmethod
    def concat(cls, parts: Sequence[Self]) -> Self:
        return cls(
            np.concatenate([part.start_us for part in parts]),
            np.concatenate([part.value for part in parts]),
            Digest.concat([part.digest for part in parts]),
        )

    def __len__(self) -> int:
        return len(self.value)

    @classmethod
    def none(cls) -> Self:
        return cls(np.empty(0, np.int64), np.empty(0, np.int64), no_digests())

    def select(self, chosen: Int64s) -> Self:
        """Those at these positions."""
        return type(self)(self.start_us[chosen], self.value[chosen], self.digest.select(chosen))

    def coarser(self, unit: Unit) -> Self:
        """Those of a larger unit."""
        start_us = floors(self.start_us, unit)
        groups = grouped_by(start_us // HOUR_US, self.value)
        rows = groups.first
        return type(self)(start_us[rows], self.value[rows], self.digest.merge(groups).compressed())


@dataclass(frozen=True, eq=False)
class DimensionCells:
    """``entries``, and of each (start, value) over all endpoints and versions the digest."""

    entries: Entries
    digests: PageDigests

    @classmethod
    def concat(cls, parts: Sequence[Self]) -> Self:
        return cls(
            Entries.concat([part.entries for part in parts]),
            PageDigests.concat([part.digests for part in parts]),
        )

    def pages(self) -> "list[tuple[int, int, DimensionCells]]":
        """(start, endpoint, what the page of both holds); digests are on the page of all endpoints."""
        pages = []
        entries = self.entries
        begins = np.union1d(run_starts(entries.start_us), run_starts(entries.endpoint)).tolist()
        for begin, end in pairwise([*begins, len(entries)]):
            start_us, endpoint = int(entries.start_us[begin]), int(entries.endpoint[begin])
            digests = PageDigests.none()
            if endpoint == ALL:
                digests = self.digests.select(np.flatnonzero(self.digests.start_us == start_us))
            page = DimensionCells(entries.select(slice(begin, end)), digests)
            pages.append((start_us, endpoint, page))
        return pages


def dimension_of_calls(calls: Calls, dimension: Dimension, unit: Unit) -> DimensionCells:
    """The entries and digests of these calls."""
    calls = calls.sorted_by_execution()
    start_us, value = floors(calls.at_us, unit), values_of(calls, dimension)
    finest = _entries(calls, start_us, value)
    groups = grouped_by(start_us // HOUR_US, value)
    rows = groups.first
    digest = Digest.of(GroupedCalls(calls, groups))
    return DimensionCells(_with_all_endpoints(finest), PageDigests(start_us[rows], value[rows], digest))


def _entries(calls: Calls, start_us: Int64s, value: Int64s) -> Entries:
    groups = grouped_by(start_us // HOUR_US, calls.endpoint, value, calls.version)
    rows, edges = groups.first, groups.edges
    times = calls.execution_ms[groups.order]
    return Entries(
        start_us=start_us[rows],
        endpoint=calls.endpoint[rows].astype(np.int64),
        value=value[rows],
        version=calls.version[rows].astype(np.int64),
        count=groups.sizes,
        total_ms=reduce_groups(np.add, times, edges, 0.0),
        # Ascending times: the first of a group is its least.
        min_ms=times[edges[:-1]],
        max_ms=times[edges[1:] - 1],
    )


def dimension_of_cells(finer: DimensionCells, unit: Unit) -> DimensionCells:
    """The same for a larger unit, or after endpoints were merged; ``finer`` may hold combinations twice."""
    finest = finer.entries.select(finer.entries.endpoint != ALL)
    finest = coarser_entries(finest, unit)
    return DimensionCells(_with_all_endpoints(finest), finer.digests.coarser(unit))


def coarser_entries(entries: Entries, unit: Unit) -> Entries:
    """The entries of a larger unit, of whatever endpoints are given."""
    return replace(entries, start_us=floors(entries.start_us, unit)).merged()


def _with_all_endpoints(finest: Entries) -> Entries:
    everywhere = replace(finest, endpoint=np.full(len(finest), ALL)).merged()
    both = Entries.concat([everywhere, finest])
    return both.select(np.lexsort((both.version, both.value, both.endpoint, both.start_us)))


_COLUMNS: tuple[tuple[str, str], ...] = (
    ("value", "<u4"),
    ("version", "<u4"),
    ("count", "<u8"),
    ("total_ms", "<f8"),
    ("min_ms", "<f8"),
    ("max_ms", "<f8"),
)
_ENTRY_BYTES = sum(np.dtype(kind).itemsize for _, kind in _COLUMNS)
_FORMAT = b"\x01"
_HEAD_BYTES = 5


def encode_entries(entries: Entries) -> bytes:
    """The format's number, how many entries there are, and their columns, one after the other, under zstd."""
    columns = b"".join(getattr(entries, name).astype(kind).tobytes() for name, kind in _COLUMNS)
    return _FORMAT + len(entries).to_bytes(_HEAD_BYTES - 1, "little") + packed(columns)


def decode_entries(data: bytes, start_us: int, endpoint: int) -> Entries:
    """Raises DamagedCellError."""
    if data[:1] != _FORMAT:
        raise DamagedCellError("a page has a format that is not known to this release")
    size = int.from_bytes(data[1:_HEAD_BYTES], "little")
    raw = unpacked(data[_HEAD_BYTES:], size * _ENTRY_BYTES)
    columns: dict[str, NDArray[Any]] = {}
    at = 0
    for name, kind in _COLUMNS:
        column = np.frombuffer(raw, kind, size, at)
        columns[name] = column.astype(np.int64 if column.dtype.kind == "u" else np.float64)
        at += column.nbytes
    return Entries(start_us=np.full(size, start_us), endpoint=np.full(size, endpoint), **columns)


def encode_page_digests(digests: PageDigests) -> bytes:
    """Of each value its size, its kept quantiles and its centroids; empty where there are none."""
    if not len(digests):
        return b""
    cells = encode_digests(digests.digest)
    head = np.array([len(cells)], "<u4").tobytes()
    values = digests.value.astype("<u4").tobytes()
    sizes = np.array([len(cell) for cell in cells], "<u4").tobytes()
    kept = digests.digest.kept.astype("<f8").tobytes()
    return b"".join([head, values, sizes, kept, *cells])


def decode_page_digests(data: bytes, start_us: int, values: range | None = None) -> PageDigests:
    """Those of some values, or of all. Raises DamagedCellError."""
    if not data:
        return PageDigests.none()
    try:
        count = int(np.frombuffer(data, "<u4", 1)[0])
        value = np.frombuffer(data, "<u4", count, 4).astype(np.int64)
        sizes = np.frombuffer(data, "<u4", count, 4 + 4 * count)
        kept = np.frombuffer(data, "<f8", count * len(KEPT_QUANTILES), 4 + 8 * count)
    except ValueError as error:
        raise DamagedCellError("these bytes are no digests of a page") from error
    ends = np.cumsum(sizes, dtype=np.int64) + 4 + count * (8 + 8 * len(KEPT_QUANTILES))
    if not count or ends[-1] != len(data):
        raise DamagedCellError("the digests of a page are of other sizes than it says")
    chosen = np.ones(count, np.bool_) if values is None else (value >= values.start) & (value < values.stop)
    cells = [
        data[end - size : end]
        for end, size in zip(ends[chosen].tolist(), sizes[chosen].tolist(), strict=True)
    ]
    digest = decode_digests(cells, kept.reshape(count, -1)[chosen])
    return PageDigests(np.full(len(cells), start_us), value[chosen], digest)
