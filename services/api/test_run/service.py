"""Test runs as they are shown."""

import base64
from uuid import UUID

from sqlalchemy import Row

from services.api.paging.cursor import cursor_of, parse_cursor
from services.api.test_run.errors import TestRunNotFoundError, TestSuiteNotFoundError
from services.api.test_run.repository import After, TestRunRepository
from services.api.test_run.schemas import (
    FlakyTest,
    FlakyTestList,
    HitRead,
    Regression,
    Regressions,
    RegressionsQuery,
    ResultsQuery,
    TestHistory,
    TestHistoryItem,
    TestResultList,
    TestResultRead,
    TestRunList,
    TestRunRead,
    TestSuiteList,
    TestSuiteRead,
)
from shared.db.models import TestResult, TestRun
from shared.problem.errors import InvalidInputError

_HISTORY_RUNS = 200
_FLAKY_RUNS = 50
_FLAKY_TESTS = 200
_BASELINE_RUNS = 5
_REGRESSIONS = 500
_INT8_MIN, _INT8_MAX = -(2**63), 2**63 - 1


async def list_suites(test_runs: TestRunRepository) -> TestSuiteList:
    last = {run.suite_id: _read_run(run, name) for run, name in await test_runs.last_runs()}
    items = [
        TestSuiteRead(id=row.suite.id, name=row.suite.name, runs=row.runs, last_run=last.get(row.suite.id))
        for row in await test_runs.suites()
    ]
    return TestSuiteList(items=items)


async def list_runs(
    test_runs: TestRunRepository, suite_id: UUID | None, cursor: str | None, limit: int
) -> TestRunList:
    """Raises InvalidInputError."""
    before = None if cursor is None else parse_cursor(cursor)
    rows = await test_runs.runs(suite_id, before, limit + 1)
    shown = rows[:limit]
    more = cursor_of(shown[-1][0].started_at, shown[-1][0].id) if len(rows) > limit else None
    return TestRunList(items=[_read_run(*row) for row in shown], next_cursor=more)


async def require_run(test_runs: TestRunRepository, run_id: UUID) -> Row[TestRun, str]:
    """Raises TestRunNotFoundError."""
    row = await test_runs.run(run_id)
    if row is None:
        raise TestRunNotFoundError("This dashboard has no such test run.")
    return row


async def list_results(test_runs: TestRunRepository, run_id: UUID, asked: ResultsQuery) -> TestResultList:
    """Raises TestRunNotFoundError, InvalidInputError."""
    await require_run(test_runs, run_id)
    rows = await test_runs.results(
        run_id,
        endpoint=asked.endpoint,
        outcome=asked.outcome,
        after=None if asked.cursor is None else _parse_after(asked.cursor),
        limit=asked.limit + 1,
    )
    shown = rows[: asked.limit]
    more = _after_cursor(shown[-1][0]) if len(rows) > asked.limit else None
    return TestResultList(items=[_read_result(*row) for row in shown], next_cursor=more)


async def history(test_runs: TestRunRepository, suite_id: UUID, name: str) -> TestHistory:
    """Raises TestSuiteNotFoundError."""
    await _require_suite(test_runs, suite_id)
    rows = await test_runs.history(suite_id, name, _HISTORY_RUNS)
    return TestHistory(name=name, items=[_read_history(*row) for row in reversed(rows)])


async def flaky_tests(test_runs: TestRunRepository, suite_id: UUID) -> FlakyTestList:
    """Raises TestSuiteNotFoundError."""
    await _require_suite(test_runs, suite_id)
    rows = await test_runs.flaky(suite_id, runs=_FLAKY_RUNS, tests=_FLAKY_TESTS)
    items = [FlakyTest.model_validate(row, from_attributes=True) for row in rows]
    return FlakyTestList(runs=await test_runs.count_recent(suite_id, _FLAKY_RUNS), items=items)


async def regressions(test_runs: TestRunRepository, run_id: UUID, asked: RegressionsQuery) -> Regressions:
    """Raises TestRunNotFoundError."""
    run, _ = await require_run(test_runs, run_id)
    baseline = await test_runs.baseline(run, _BASELINE_RUNS)
    rows = await test_runs.regressions(
        run, baseline, slower_by=asked.slower_by, slower_by_ms=asked.slower_by_ms, tests=_REGRESSIONS
    )
    items = [Regression.model_validate(row, from_attributes=True) for row in rows]
    return Regressions(baseline_runs=len(baseline), items=items)


async def _require_suite(test_runs: TestRunRepository, suite_id: UUID) -> None:
    if not await test_runs.has_suite(suite_id):
        raise TestSuiteNotFoundError("This dashboard has no such test suite.")


def _read_run(run: TestRun, suite: str) -> TestRunRead:
    return TestRunRead(
        id=run.id,
        suite_id=run.suite_id,
        suite=suite,
        version=run.version,
        build=run.build,
        started_at=run.started_at,
        tests=run.tests,
        failed=run.failed,
        skipped=run.skipped,
        flaky=run.flaky,
        duration_ms=run.duration_ms,
        endpoints=len(run.endpoints),
    )


def _read_result(result: TestResult, name: str) -> TestResultRead:
    return TestResultRead(
        name=name,
        passed=result.passed,
        failed=result.failed,
        skipped=result.skipped,
        fastest_ms=result.fastest_ms,
        median_ms=result.median_ms,
        slowest_ms=result.slowest_ms,
        hits=[
            HitRead(endpoint=endpoint, calls=calls, total_ms=total_ms)
            for endpoint, calls, total_ms in result.hits
        ],
    )


def _read_history(run: TestRun, result: TestResult) -> TestHistoryItem:
    return TestHistoryItem(
        run_id=run.id,
        version=run.version,
        build=run.build,
        started_at=run.started_at,
        passed=result.passed,
        failed=result.failed,
        skipped=result.skipped,
        fastest_ms=result.fastest_ms,
        median_ms=result.median_ms,
        slowest_ms=result.slowest_ms,
    )


def _after_cursor(last: TestResult) -> str:
    median = -1.0 if last.median_ms is None else last.median_ms
    return base64.urlsafe_b64encode(f"{median!r} {last.case_id}".encode()).decode()


def _parse_after(cursor: str) -> After:
    try:
        median, _, number = base64.urlsafe_b64decode(cursor).decode("ascii").partition(" ")
        after: After | None = float(median), int(number)
    except ValueError:
        after = None
    # What Postgres takes for a number, which a cursor that somebody wrote need not be.
    if after is None or not _INT8_MIN <= after[1] <= _INT8_MAX:
        raise InvalidInputError("cursor: must be a next_cursor that a list gave", pointer="#/query/cursor")
    return after
