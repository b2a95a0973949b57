"""How far calls may be read.

An id is given at insert, and the commit comes later: a reader that went past 7 would never see 6 if 6 was committed
after 7. So nothing is read that is younger than the time a commit may take.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from threading import Lock
from typing import NamedTuple, Protocol

from pydash_agent.protocol.query import SETTLE_MAX
from pydash_agent.protocol.source import Settled

_NEVER = datetime(1970, 1, 1, tzinfo=timezone.utc)


class Settling(Protocol):
    def settled(self, after_id: int, settle: timedelta, now: datetime) -> Settled: ...


class ByTime:
    """Up to the last row that is old enough by its own time."""

    def __init__(self, greatest_id_before: Callable[[datetime, int], int | None]) -> None:
        self._greatest_id_before = greatest_id_before

    def settled(self, after_id: int, settle: timedelta, now: datetime) -> Settled:
        oldest_unsettled = now - settle
        found = self._greatest_id_before(oldest_unsettled, after_id)
        return Settled(after_id if found is None else found, oldest_unsettled)


class _Mark(NamedTuple):
    monotonic: float
    last_id: int
    at: datetime


class ByMarks:
    """For rows whose time tells nothing: up to the last row that there was when somebody asked, long enough ago.

    Every process of the app has marks of its own, and a new one has none, so then nothing is settled yet.
    """

    # A mark between two that are closer is dropped, so that there are few, however often somebody asks.
    _APART_SECONDS = 1.0

    def __init__(
        self, greatest_id: Callable[[], int], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._greatest_id = greatest_id
        self._monotonic = monotonic
        self._marks: deque[_Mark] = deque()
        self._lock = Lock()

    def settled(self, after_id: int, settle: timedelta, now: datetime) -> Settled:
        with self._lock:
            monotonic = self._monotonic()
            self._remember(_Mark(monotonic, self._greatest_id(), now))
            newest = monotonic - settle.total_seconds()
            mark = next((mark for mark in reversed(self._marks) if mark.monotonic <= newest), None)
        return Settled(after_id, _NEVER) if mark is None else Settled(mark.last_id, mark.at)

    def _remember(self, mark: _Mark) -> None:
        marks = self._marks
        if marks and mark.last_id < marks[-1].last_id:
            # The database was emptied: below the old marks there will be rows that are new.
            marks.clear()
        if len(marks) > 1 and mark.monotonic - marks[-2].monotonic < self._APART_SECONDS:
            marks.pop()
        marks.append(mark)
        self._forget_before(mark.monotonic - SETTLE_MAX.total_seconds())

    def _forget_before(self, monotonic: float) -> None:
        # The last one before stays: it is what the longest settle time asks for.
        while len(self._marks) > 1 and self._marks[1].monotonic <= monotonic:
            self._marks.popleft()
