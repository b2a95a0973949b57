"""The requests that the app under test handles while the body of a test runs."""

from __future__ import annotations

import threading
import time
from typing import Any

# A test that hits more is counted for these alone.
ENDPOINTS_MAX = 50
TIMES_MAX = 100
ENDPOINT_CHARS_MAX = 500


class Tally:
    """Calls of one endpoint: how many, how long altogether and at most, and the times of an even sample.

    The sample is every call, then every second, every fourth ... so that it stays below ``times_max``.
    """

    __slots__ = ("_every", "_seen", "_times_max", "calls", "slowest_ms", "times_ms", "total_ms")

    def __init__(self, times_max: int = TIMES_MAX) -> None:
        self.calls = 0
        self.total_ms = 0.0
        self.slowest_ms = 0.0
        self.times_ms: list[float] = []
        self._every = 1
        self._seen = 0
        self._times_max = times_max

    def add(self, execution_ms: float) -> None:
        self.merge(1, execution_ms, execution_ms, [execution_ms])

    def merge(self, calls: int, total_ms: float, slowest_ms: float, times_ms: list[float]) -> None:
        """Adds calls of which ``times_ms`` is a sample."""
        self.calls += calls
        self.total_ms += total_ms
        self.slowest_ms = max(self.slowest_ms, slowest_ms)
        for execution_ms in times_ms:
            self._seen += 1
            if self._seen % self._every == 0:
                self.times_ms.append(execution_ms)
                if len(self.times_ms) >= self._times_max:
                    self.times_ms = self.times_ms[1::2]
                    self._every *= 2

    def plain(self) -> list[Any]:
        """What a report can carry from process to process."""
        return [self.calls, self.total_ms, self.slowest_ms, self.times_ms]


class Hits:
    """Apps tell of requests from any thread; they are counted between ``begin`` and ``end``."""

    def __init__(self) -> None:
        # Kept from before the first test: tests replace the clock in modules, and their calls of it are not ours.
        self.clock = time.perf_counter
        self._lock = threading.Lock()
        self._tallies: dict[str, Tally] | None = None

    def begin(self) -> None:
        with self._lock:
            self._tallies = {}

    def end(self) -> dict[str, list[Any]]:
        with self._lock:
            tallies, self._tallies = self._tallies or {}, None
        return {endpoint: tally.plain() for endpoint, tally in tallies.items()}

    def add(self, endpoint: str, execution_ms: float) -> None:
        name = endpoint[:ENDPOINT_CHARS_MAX]
        with self._lock:
            if self._tallies is None:
                return
            if name not in self._tallies:
                if len(self._tallies) >= ENDPOINTS_MAX:
                    return
                self._tallies[name] = Tally()
            self._tallies[name].add(execution_ms)
