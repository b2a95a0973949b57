"""What is kept of a test's result, and what a run adds up to."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import Self

from services.api.test_run.schemas import TestResultCreate

# Endpoint, calls, milliseconds of them all.
StoredHit = tuple[str, int, float]


@dataclass(frozen=True)
class StoredResult:
    passed: int
    failed: int
    skipped: int
    fastest_ms: float | None
    median_ms: float | None
    slowest_ms: float | None
    hits: list[StoredHit]

    @classmethod
    def of(cls, create: TestResultCreate) -> Self:
        durations = create.durations_ms
        return cls(
            passed=create.passed,
            failed=create.failed,
            skipped=create.skipped,
            fastest_ms=min(durations, default=None),
            median_ms=median(durations) if durations else None,
            slowest_ms=max(durations, default=None),
            hits=[(hit.endpoint, hit.calls, hit.total_ms) for hit in create.hits],
        )


@dataclass(frozen=True)
class RunTally:
    tests: int
    failed: int
    skipped: int
    flaky: int
    duration_ms: float

    @classmethod
    def of(cls, results: Iterable[TestResultCreate]) -> Self:
        listed = list(results)
        return cls(
            tests=len(listed),
            failed=sum(result.failed > 0 for result in listed),
            skipped=sum(result.passed == result.failed == 0 for result in listed),
            flaky=sum(result.passed > 0 and result.failed > 0 for result in listed),
            duration_ms=sum(sum(result.durations_ms) for result in listed),
        )
