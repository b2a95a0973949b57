"""Downtime by the day: arithmetic on intervals, nothing else."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import nlargest
from itertools import islice

from shared.query.period import Slice


@dataclass(frozen=True)
class Known:
    """A half-open time of which it is known whether the app was up; ``error`` is None while it was."""

    start: datetime
    end: datetime
    error: str | None

    @property
    def length(self) -> timedelta:
        return self.end - self.start


@dataclass
class Tally:
    """What is known of one day."""

    day: Slice
    observed: timedelta = timedelta()
    downtime: timedelta = timedelta()
    downtimes: list[Known] = field(default_factory=list)

    def longest(self, limit: int) -> list[Known]:
        """At most so many downtimes, in order of time."""
        chosen = nlargest(limit, self.downtimes, key=lambda each: each.length)
        return sorted(chosen, key=lambda each: each.start)

    def add(self, known: Known) -> None:
        """Of a time, the part that lies within the day."""
        part = Known(max(known.start, self.day.start), min(known.end, self.day.end), known.error)
        # A single ping so far makes an interval, but no time.
        if part.start >= part.end:
            return
        self.observed += part.length
        if part.error is not None:
            self.downtime += part.length
            self.downtimes.append(part)


def by_day(known: Iterable[Known], days: Sequence[Slice]) -> list[Tally]:
    """``days`` follow each other without a gap; what lies outside of them is left out."""
    tallies, starts = [Tally(day) for day in days], [day.start for day in days]
    for each in known:
        first = max(bisect_right(starts, each.start) - 1, 0)
        for tally in islice(tallies, first, None):
            if each.end <= tally.day.start:
                break
            tally.add(each)
    return tallies


def uptime_percent(downtime: timedelta, observed: timedelta) -> float | None:
    if not observed:
        return None
    return 100 * ((observed - downtime) / observed)
