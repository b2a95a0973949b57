"""Rows by group: which rows share a key, found by sorting small integers instead of comparing keys."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from shared.calls.calls import HOUR_US, Int64s

# Keys of so few bits are sorted by counting, many times quicker than by comparison.
_RADIX_BITS = 16
_RADIX = 1 << _RADIX_BITS
# Keys of several columns are packed into one integer as long as it stays below this.
_PACKED_MAX = 1 << 62


@dataclass(frozen=True, eq=False)
class Groups:
    """``count`` groups of rows: group g holds the rows ``order[edges[g]:edges[g + 1]]``, perhaps none."""

    order: Int64s
    edges: Int64s

    def __len__(self) -> int:
        return len(self.edges) - 1

    @property
    def first(self) -> Int64s:
        """The first row of each group, none of which may be empty."""
        return self.order[self.edges[:-1]]

    @property
    def sizes(self) -> Int64s:
        return np.diff(self.edges)

    @classmethod
    def of(cls, codes: NDArray[np.integer[Any]], count: int) -> Self:
        """Row i goes to group ``codes[i]``; a code below 0 leaves the row out. Rows keep their order."""
        if not len(codes):
            return cls(np.empty(0, np.int64), np.zeros(count + 1, np.int64))
        if codes.min() >= 0:
            edges = np.zeros(count + 1, np.int64)
            np.cumsum(np.bincount(codes, minlength=count), out=edges[1:])
            return cls(stable_order(codes, count), edges)
        order = stable_order(codes + 1, count + 1)
        sizes = np.bincount(codes + 1, minlength=count + 1)
        edges = np.zeros(count + 1, np.int64)
        np.cumsum(sizes[1:], out=edges[1:])
        return cls(order[sizes[0] :], edges)

    @classmethod
    def single(cls, rows: int) -> Self:
        """All rows in one group."""
        return cls(np.arange(rows), np.array([0, rows]))


def stable_order(codes: NDArray[np.integer[Any]], bound: int) -> Int64s:
    """Positions that sort ``codes``, which are in [0, bound), equal ones in their order."""
    order = np.argsort(codes.astype(np.uint16), kind="stable")
    shift = _RADIX_BITS
    while bound > 1 << shift:
        digit = ((codes >> shift) & (_RADIX - 1)).astype(np.uint16)
        order = order[np.argsort(digit[order], kind="stable")]
        shift += _RADIX_BITS
    return order


@dataclass(frozen=True, eq=False)
class Distinct:
    """The distinct keys of rows, ascending, and of each row the position of its key among them."""

    keys: Int64s
    codes: Int64s

    @classmethod
    def of(cls, keys: Int64s) -> Self:
        if not len(keys):
            return cls(keys, keys)
        least = int(keys.min())
        span = int(keys.max()) - least + 1
        if span > max(_RADIX, 4 * len(keys)):
            found, codes = np.unique(keys, return_inverse=True)
            return cls(found, codes)
        # Few possible keys: a table of them all is quicker than a sort.
        shifted = keys - least
        present = np.bincount(shifted, minlength=span) > 0
        found = np.flatnonzero(present)
        table = np.zeros(span, np.int64)
        table[found] = np.arange(len(found))
        return cls(found + least, table[shifted])


def grouped_by(*columns: NDArray[np.integer[Any]]) -> Groups:
    """Rows that agree in all columns, by ascending columns. Columns hold no number below 0 but the first."""
    first, *others = columns
    found = Distinct.of(first.astype(np.int64, copy=False))
    keys, bound = found.codes, len(found.keys)
    for column in others:
        span = int(column.max(initial=0)) + 1
        if bound * span > _PACKED_MAX:
            found = Distinct.of(keys)
            keys, bound = found.codes, len(found.keys)
        keys, bound = keys * span + column, bound * span
    found = Distinct.of(keys)
    return Groups.of(found.codes, len(found.keys))


def run_starts(ordered: NDArray[Any]) -> Int64s:
    """Where each run of equal values begins."""
    if not len(ordered):
        return np.empty(0, np.int64)
    starts: Int64s = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    return starts


def ranges(starts: Int64s, sizes: Int64s) -> Int64s:
    """The positions start, start + 1, ... of each of several runs, one after another."""
    edges = np.cumsum(sizes)
    total = int(edges[-1]) if len(edges) else 0
    positions: Int64s = np.arange(total) + np.repeat(starts - (edges - sizes), sizes)
    return positions


def groups_of(keys: NDArray[np.integer[Any]]) -> list[tuple[int, Int64s]]:
    """(key, positions of its calls in their order), by ascending key."""
    if not len(keys):
        return []
    distinct = Distinct.of(keys.astype(np.int64))
    groups = Groups.of(distinct.codes, len(distinct.keys))
    return list(zip(distinct.keys.tolist(), np.split(groups.order, groups.edges[1:-1]), strict=True))


def by_hour(at_us: Int64s) -> list[tuple[int, Int64s]]:
    """(hour's start in microseconds since 1970 UTC, positions of its calls), in order of time."""
    return [(hour * HOUR_US, positions) for hour, positions in groups_of(at_us // HOUR_US)]
