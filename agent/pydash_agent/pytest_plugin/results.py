"""What is known of each test and of each endpoint. Bounded, however large the suite and its names."""

from __future__ import annotations

import hashlib
from typing import Any

from pydash_agent.pytest_plugin.hits import ENDPOINTS_MAX as HITS_MAX
from pydash_agent.pytest_plugin.hits import Tally

TESTS_MAX = 100_000
ENDPOINTS_MAX = 1000
NAME_CHARS_MAX = 500
DURATIONS_MAX = 100
# Of an endpoint, over the whole run.
TIMES_MAX = 2000

_HASH_CHARS = 16


class Result:
    """A test: how often it passed, failed and was skipped, how long its body took each time, what it hit."""

    __slots__ = ("durations_ms", "failed", "hits", "passed", "skipped")

    def __init__(self) -> None:
        self.passed = 0
        self.failed = 0
        self.skipped = 0
        self.durations_ms: list[float] = []
        # Endpoint: calls and their milliseconds altogether.
        self.hits: dict[str, tuple[int, float]] = {}

    @property
    def median_ms(self) -> float | None:
        return quantile(self.durations_ms, 0.5) if self.durations_ms else None


class EndpointResult:
    __slots__ = ("tally", "tests")

    def __init__(self) -> None:
        self.tests = 0
        self.tally = Tally(TIMES_MAX)


class Results:
    def __init__(self) -> None:
        self.tests: dict[str, Result] = {}
        self.endpoints: dict[str, EndpointResult] = {}
        # Tests beyond the bound.
        self.left_out = 0

    def test(self, nodeid: str) -> Result | None:
        """None for a test beyond the bound."""
        name = bounded(nodeid)
        found = self.tests.get(name)
        if found is None:
            if len(self.tests) >= TESTS_MAX:
                self.left_out += 1
                return None
            found = self.tests[name] = Result()
        return found

    def add_hits(self, result: Result, hits: dict[str, list[Any]]) -> None:
        for endpoint, (calls, total_ms, slowest_ms, times_ms) in hits.items():
            is_new = endpoint not in result.hits
            if is_new and len(result.hits) >= HITS_MAX:
                continue
            of_run = self.endpoints.get(endpoint)
            if of_run is None:
                if len(self.endpoints) >= ENDPOINTS_MAX:
                    continue
                of_run = self.endpoints[endpoint] = EndpointResult()
            before = result.hits.get(endpoint, (0, 0.0))
            result.hits[endpoint] = (before[0] + calls, before[1] + total_ms)
            of_run.tests += is_new
            of_run.tally.merge(calls, total_ms, slowest_ms, times_ms)


def bounded(nodeid: str) -> str:
    """A name that fits: what is too long ends with a hash, so that it stays one name over all runs."""
    # Postgres stores no NUL, and JSON no lone surrogate.
    text = nodeid.encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "\\x00")
    if len(text) <= NAME_CHARS_MAX:
        return text
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()[:_HASH_CHARS]
    return f"{text[: NAME_CHARS_MAX - _HASH_CHARS - 1]}…{digest}"


def quantile(values: list[float], part: float) -> float:
    """Between the two nearest values, as PyDash computes it from calls."""
    ordered = sorted(values)
    place = part * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
