"""What a counter stores its hits in: the interface of storages, for callers that wait and for those that await."""

import threading
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import combinations
from typing import Self, TypeVar

# Seconds, or -1 for all time.
Duration = timedelta | int
Partitions = Mapping[str, Hashable]
Hit = tuple[datetime, Partitions]

# A hit counts towards each combination of its groups, so that any count is one look: 16 for four partitions.
PARTITIONS_MAX = 4
# What a log with a duration keeps, at most; then the oldest hits go first. Counts are exact up to here;
# hits beyond have no number.
HITS_MAX = 100_000

T = TypeVar("T")


def span_of(duration: Duration) -> timedelta | None:
    """The duration as a span of time; None for all time. Raises ValueError for one without an end or a length."""
    span = duration if isinstance(duration, timedelta) else timedelta(seconds=duration)
    if span == timedelta(seconds=-1):
        return None
    if span <= timedelta():
        raise ValueError("a duration is longer than nothing, or -1 for all time")
    return span


def subsets(items: Iterable[T]) -> list[tuple[T, ...]]:
    """The empty one first."""
    listed = tuple(items)
    return [chosen for size in range(len(listed) + 1) for chosen in combinations(listed, size)]


class AbstractLog(ABC):
    """Hits of one resource, or of the whole app where ``resource`` is None.

    A storage of one's own implements ``__iter__``, ``count`` and ``track``, calls this constructor, and is given
    to a counter as it is: the counter makes one log for the app and one for each resource.
    """

    def __init__(self, duration: Duration, resource: str | None) -> None:
        """Keeps hits for less than ``duration``, or all of them where it is -1."""
        self.span = span_of(duration)
        self.resource = resource
        self._one_at_a_time = threading.Lock()

    @abstractmethod
    def __iter__(self) -> Iterator[Hit]:
        """The stored hits, oldest first: when each was, and its group in each partition."""

    @abstractmethod
    def count(self, **partition_spec: Hashable) -> int:
        """How many of the stored hits are in these groups; all of them without any."""

    @abstractmethod
    def track(self, partitions: Partitions) -> None:
        """Stores a hit that happens now, given its group in each partition."""

    def hit(self, partitions: Partitions, specs: Sequence[Partitions]) -> list[int]:
        """Stores a hit and returns what each spec counts with it. No other hit comes between.

        Of a duration any number beyond HITS_MAX says that there are more hits than are kept.
        """
        with self._one_at_a_time:
            self.track(partitions)
            return [self.count(**spec) for spec in specs]


class AsyncLog(ABC):
    """An ``AbstractLog`` elsewhere, which is awaited."""

    def __init__(self, duration: Duration, resource: str | None) -> None:
        self.span = span_of(duration)
        self.resource = resource

    @abstractmethod
    def __aiter__(self) -> AsyncIterator[Hit]: ...

    @abstractmethod
    async def count(self, **partition_spec: Hashable) -> int: ...

    @abstractmethod
    async def track(self, partitions: Partitions) -> None: ...

    @classmethod
    @abstractmethod
    async def hit_all(
        cls, logs: Sequence[tuple[Self, Sequence[Partitions]]], partitions: Partitions
    ) -> list[list[int]]:
        """Stores one hit in several logs of one storage and returns what each spec counts with it, log by log.

        In one round trip. No other hit comes between. Numbers beyond HITS_MAX are as of ``AbstractLog.hit``.
        """
