"""Hits in this process's memory."""

import threading
from collections import deque
from collections.abc import Hashable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from typing_extensions import override

from shared.clock.clock import Clock, SystemClock
from shared.counter.log import HITS_MAX, AbstractLog, Duration, Hit, Partitions, subsets

# Without a duration nothing makes a group go by itself; beyond this many, the one hit longest ago is forgotten.
GROUPS_MAX = 100_000

_Groups = frozenset[tuple[str, Hashable]]


class _Stored(NamedTuple):
    at: datetime
    partitions: Partitions
    counted_in: list[_Groups]


class MemoryLog(AbstractLog):
    """For one process; any number of its threads and tasks may use it at once, for nothing in it waits.

    HITS_MAX is for all groups together: of a group that has fewer, they then count for less than the duration.
    """

    def __init__(self, duration: Duration, resource: str | None, clock: Clock | None = None) -> None:
        super().__init__(duration, resource)
        self._clock = clock or SystemClock()
        self._lock = threading.Lock()
        self._hits: deque[_Stored] = deque()
        self._counts: dict[_Groups, int] = {}

    @override
    def __iter__(self) -> Iterator[Hit]:
        with self._lock:
            self._expire(self._clock.now())
            hits: list[Hit] = [(hit.at, hit.partitions) for hit in self._hits]
        return iter(hits)

    @override
    def count(self, **partition_spec: Hashable) -> int:
        with self._lock:
            self._expire(self._clock.now())
            return self._counts.get(frozenset(partition_spec.items()), 0)

    @override
    def track(self, partitions: Partitions) -> None:
        self.hit(partitions, ())

    @override
    def hit(self, partitions: Partitions, specs: Sequence[Partitions]) -> list[int]:
        counted_in = [frozenset(groups) for groups in subsets(partitions.items())]
        with self._lock:
            now = self._clock.now()
            self._expire(now)
            if self._hits and self._hits[-1].at > now:
                # The clock was set back. In order of time all the same, for hits expire from the oldest on.
                now = self._hits[-1].at
            self._hits.append(_Stored(now, dict(partitions), counted_in))
            for groups in counted_in:
                # Taken out and put back: a dictionary's order is then that of the last hit.
                self._counts[groups] = self._counts.pop(groups, 0) + 1
            # Before the oldest is forgotten, so that a hit too many shows.
            numbers = [self._counts.get(frozenset(spec.items()), 0) for spec in specs]
            self._bound()
            return numbers

    def _expire(self, now: datetime) -> None:
        if self.span is None:
            return
        while self._hits and now - self._hits[0].at >= self.span:
            self._forget_oldest()

    def _bound(self) -> None:
        if len(self._hits) > HITS_MAX:
            if self.span is None:
                # It is no longer listed, but still counted.
                self._hits.popleft()
            else:
                self._forget_oldest()
        while len(self._counts) > GROUPS_MAX and self.span is None:
            del self._counts[next(iter(self._counts))]

    def _forget_oldest(self) -> None:
        for groups in self._hits.popleft().counted_in:
            self._counts[groups] -= 1
            if not self._counts[groups]:
                del self._counts[groups]
