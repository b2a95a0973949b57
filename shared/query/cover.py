"""Which months, days and hours each slice is made of, and which spans are left to be read from blocks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from shared.calls.calls import Bools, Int64s
from shared.rollups.unit import Unit, ends, floors

# Ranges that are read in one go may have so many units between them that nobody asked for.
_GAP_UNITS = 2


@dataclass(frozen=True, eq=False)
class Spans:
    """Columns: each a half-open [start_us, end_us) of one slice; ascending, not overlapping, not empty."""

    slice: Int64s
    start_us: Int64s
    end_us: Int64s

    def __len__(self) -> int:
        return len(self.slice)

    def select(self, chosen: Bools | Int64s) -> Self:
        return type(self)(self.slice[chosen], self.start_us[chosen], self.end_us[chosen])

    def slice_at(self, at_us: Int64s) -> Int64s:
        """The slice of the span that holds each moment; -1 where none does."""
        if not len(self):
            return np.full(len(at_us), -1)
        place = np.searchsorted(self.start_us, at_us, side="right") - 1
        inside = (place >= 0) & (at_us < self.end_us[place])
        return np.where(inside, self.slice[place], -1)

    def clipped(self, start_us: int, end_us: int) -> Self:
        """What of the spans lies in [start_us, end_us)."""
        start, end = np.maximum(self.start_us, start_us), np.minimum(self.end_us, end_us)
        return type(self)(self.slice, start, end).select(start < end)

    def joined(self, gap_us: int = 0) -> list[tuple[int, int]]:
        """The spans as few ranges, those no farther apart than ``gap_us`` together."""
        if not len(self):
            return []
        apart = self.start_us[1:] - self.end_us[:-1] > gap_us
        starts = self.start_us[np.concatenate([[True], apart])]
        stops = self.end_us[np.concatenate([apart, [True]])]
        return list(zip(starts.tolist(), stops.tolist(), strict=True))

    @classmethod
    def of(cls, parts: Sequence[Self]) -> Self:
        """All of them, in order of time."""
        start_us = np.concatenate([part.start_us for part in parts])
        order = np.argsort(start_us, kind="stable")
        return cls(
            np.concatenate([part.slice for part in parts])[order],
            start_us[order],
            np.concatenate([part.end_us for part in parts])[order],
        )


@dataclass(frozen=True)
class Extent:
    """What there is to read: calls are within [first_us, last_us], rollups of units that end by sealed_us."""

    first_us: int
    last_us: int
    sealed_us: int


@dataclass(frozen=True, eq=False)
class Cover:
    """Spans of whole units by unit, and the rest."""

    units: dict[Unit, Spans]
    raw: Spans

    def parts(self, slices: int) -> Int64s:
        """How many cells and spans of blocks each slice is put together from, per key."""
        count = np.bincount(self.raw.slice, minlength=slices)
        for unit, spans in self.units.items():
            count += np.bincount(spans.slice, weights=lengths(spans, unit), minlength=slices).astype(np.int64)
        return count


def lengths(spans: Spans, unit: Unit) -> Int64s:
    """How many units each span holds."""
    if unit is Unit.MONTH:
        return _month(spans.end_us) - _month(spans.start_us)
    return (spans.end_us - spans.start_us) // int(ends(np.zeros(1, np.int64), unit)[0])


def gap_us(unit: Unit) -> int:
    """How far apart ranges of this unit may be and yet be read together."""
    return _GAP_UNITS * int(ends(np.zeros(1, np.int64), unit)[0])


def cover(starts_us: Int64s, ends_us: Int64s, units: Sequence[Unit], extent: Extent) -> Cover:
    """Half-open slices, ascending, as the largest of ``units`` (from small to large) that fit in.

    Where there are no calls nothing is covered: a slice that begins before the first call may begin with
    that call's whole month as well.
    """
    called = np.flatnonzero(
        (ends_us > extent.first_us) & (starts_us <= extent.last_us) & (starts_us < ends_us)
    )
    inside = Spans(called, starts_us[called], ends_us[called])
    if units:
        inside = _widened(inside, units[-1], extent)
    found: dict[Unit, Spans] = {}
    raw: Spans | None = None
    smaller: Unit | None = None
    for unit in units:
        outside, inside = _parted(inside, unit, extent.sealed_us)
        if smaller is None:
            raw = outside
        else:
            found[smaller] = _within(outside, smaller, extent)
        smaller = unit
    if smaller is None or raw is None:
        raw = inside
    else:
        found[smaller] = _within(inside, smaller, extent)
    return Cover(found, raw.clipped(extent.first_us, extent.last_us + 1))


def _widened(spans: Spans, unit: Unit, extent: Extent) -> Spans:
    first, last = floors(np.array([extent.first_us, extent.last_us]), unit)
    return Spans(
        spans.slice,
        np.where(spans.start_us <= extent.first_us, np.minimum(spans.start_us, first), spans.start_us),
        np.where(
            spans.end_us > extent.last_us,
            np.maximum(spans.end_us, ends(np.array([last]), unit)),
            spans.end_us,
        ),
    )


def _parted(spans: Spans, unit: Unit, sealed_us: int) -> tuple[Spans, Spans]:
    """(what lies outside whole sealed units, what inside)."""
    start = ends(floors(spans.start_us - 1, unit), unit)
    end = floors(np.minimum(spans.end_us, sealed_us), unit)
    whole = start < end
    before = Spans(spans.slice, spans.start_us, np.where(whole, start, spans.end_us))
    behind = Spans(spans.slice, end, spans.end_us).select(whole)
    outside = Spans.of([before, behind])
    return outside.select(outside.start_us < outside.end_us), Spans(spans.slice, start, end).select(whole)


def _within(spans: Spans, unit: Unit, extent: Extent) -> Spans:
    first, last = floors(np.array([extent.first_us, extent.last_us]), unit)
    return spans.clipped(int(first), int(ends(np.array([last]), unit)[0]))


def _month(at_us: Int64s) -> Int64s:
    return at_us.astype("datetime64[us]").astype("datetime64[M]").astype(np.int64)
