"""Every query that reads test runs, as the viewer may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from shared.calls.name_digest import name_digest
from shared.contracts.ids import DashboardId
from shared.db.models import Dashboard, TestCase, TestResult, TestRun, TestSuite
from shared.db.viewer import Viewer, seen_by, viewed

# Median and number of the test that a page ended with; without a median, -1.
After = tuple[float, int]

_FLAKY = viewed(
    """
    WITH recent AS (
        SELECT id, coalesce(version, id::text) AS version FROM test_runs
        WHERE dashboard_id = :dashboard_id AND suite_id = :suite_id AND completed_at IS NOT NULL AND {seen}
        ORDER BY started_at DESC LIMIT :runs
    ), failing AS (
        SELECT DISTINCT r.case_id FROM test_results r JOIN recent ON recent.id = r.run_id
        WHERE r.dashboard_id = :dashboard_id AND r.failed > 0
    ), by_version AS (
        SELECT r.case_id, sum(r.passed) AS passed, sum(r.failed) AS failed
        FROM test_results r JOIN recent ON recent.id = r.run_id JOIN failing USING (case_id)
        WHERE r.dashboard_id = :dashboard_id
        GROUP BY r.case_id, recent.version
    )
    SELECT c.name, sum(v.passed)::bigint AS passed, sum(v.failed)::bigint AS failed,
        count(*) FILTER (WHERE v.passed > 0 AND v.failed > 0) AS versions
    FROM by_version v JOIN test_cases c ON c.dashboard_id = :dashboard_id AND c.id = v.case_id
    GROUP BY c.id, c.name
    HAVING count(*) FILTER (WHERE v.passed > 0 AND v.failed > 0) > 0
    ORDER BY sum(v.failed) / (sum(v.passed) + sum(v.failed)) DESC, c.name
    LIMIT :tests
    """
)
_BASELINE_RUNS = viewed(
    """
    SELECT id FROM test_runs
    WHERE dashboard_id = :dashboard_id AND suite_id = :suite_id AND completed_at IS NOT NULL AND {seen}
        AND started_at < :started_at
        AND (CAST(:version AS text) IS NULL OR version IS DISTINCT FROM CAST(:version AS text))
    ORDER BY started_at DESC LIMIT :runs
    """
)
_REGRESSIONS = viewed(
    """
    WITH before AS (
        SELECT case_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY median_ms) AS baseline_ms
        FROM test_results
        WHERE dashboard_id = :dashboard_id AND run_id = ANY (CAST(:baseline AS uuid[])) AND passed > 0 AND {seen}
        GROUP BY case_id
    )
    SELECT c.name, r.median_ms, before.baseline_ms,
        r.median_ms / greatest(before.baseline_ms, 0.001) - 1 AS slower_by
    FROM test_results r JOIN before USING (case_id)
    JOIN test_cases c ON c.dashboard_id = r.dashboard_id AND c.id = r.case_id
    WHERE r.dashboard_id = :dashboard_id AND r.run_id = :run_id AND r.passed > 0
        AND r.median_ms > before.baseline_ms * (1 + :slower_by)
        AND r.median_ms >= before.baseline_ms + :slower_by_ms
    ORDER BY slower_by DESC, c.name
    LIMIT :tests
    """
)


@dataclass(frozen=True)
class SuiteRow:
    suite: TestSuite
    runs: int


class TestRunRepository:
    """Of runs, the complete ones alone."""

    def __init__(self, session: AsyncSession, viewer: Viewer, dashboard_id: DashboardId) -> None:
        self._session = session
        self._viewer = viewer
        self._dashboard_id = dashboard_id

    def _runs(self) -> Select[TestRun, str]:
        return (
            select(TestRun, TestSuite.name)
            .join(
                TestSuite,
                (TestSuite.dashboard_id == TestRun.dashboard_id) & (TestSuite.id == TestRun.suite_id),
            )
            .join(Dashboard, Dashboard.id == TestRun.dashboard_id)
            .where(
                TestRun.dashboard_id == self._dashboard_id,
                TestRun.completed_at.is_not(None),
                seen_by(self._viewer),
            )
        )

    async def suites(self) -> list[SuiteRow]:
        """By name."""
        runs = (
            select(func.count())
            .select_from(TestRun)
            .where(
                TestRun.dashboard_id == TestSuite.dashboard_id,
                TestRun.suite_id == TestSuite.id,
                TestRun.completed_at.is_not(None),
            )
            .scalar_subquery()
        )
        rows = await self._session.execute(
            select(TestSuite, runs)
            .join(Dashboard, Dashboard.id == TestSuite.dashboard_id)
            .where(TestSuite.dashboard_id == self._dashboard_id, seen_by(self._viewer))
            .order_by(TestSuite.name)
        )
        return [SuiteRow(*row) for row in rows]

    async def has_suite(self, suite_id: UUID) -> bool:
        found = await self._session.scalar(
            select(TestSuite.id)
            .join(Dashboard, Dashboard.id == TestSuite.dashboard_id)
            .where(
                TestSuite.dashboard_id == self._dashboard_id,
                TestSuite.id == suite_id,
                seen_by(self._viewer),
            )
        )
        return found is not None

    async def last_runs(self) -> Sequence[Row[TestRun, str]]:
        """The newest of each suite."""
        rows = await self._session.execute(
            self._runs()
            .ext(distinct_on(TestRun.suite_id))
            .order_by(TestRun.suite_id, TestRun.started_at.desc(), TestRun.id)
        )
        return rows.all()

    async def runs(
        self, suite_id: UUID | None, before: tuple[datetime, UUID] | None, limit: int
    ) -> Sequence[Row[TestRun, str]]:
        """The newest first, those older than ``before``."""
        query = self._runs().order_by(TestRun.started_at.desc(), TestRun.id.desc()).limit(limit)
        if suite_id is not None:
            query = query.where(TestRun.suite_id == suite_id)
        if before is not None:
            query = query.where(func.row(TestRun.started_at, TestRun.id) < func.row(*before))
        return (await self._session.execute(query)).all()

    async def run(self, run_id: UUID) -> Row[TestRun, str] | None:
        return (await self._session.execute(self._runs().where(TestRun.id == run_id))).first()

    async def results(
        self, run_id: UUID, *, endpoint: str | None, outcome: str | None, after: After | None, limit: int
    ) -> Sequence[Row[TestResult, str]]:
        """The slowest first, with the tests' names."""
        median = func.coalesce(TestResult.median_ms, -1.0)
        query = (
            select(TestResult, TestCase.name)
            .join(
                TestCase,
                (TestCase.dashboard_id == TestResult.dashboard_id) & (TestCase.id == TestResult.case_id),
            )
            .join(Dashboard, Dashboard.id == TestResult.dashboard_id)
            .where(
                TestResult.dashboard_id == self._dashboard_id,
                TestResult.run_id == run_id,
                seen_by(self._viewer),
            )
            .order_by(median.desc(), TestResult.case_id.desc())
            .limit(limit)
        )
        if endpoint is not None:
            # A list contains a list of which each element is contained in one of its own.
            query = query.where(TestResult.hits.contains([[endpoint]]))
        if outcome is not None:
            query = query.where(*_OUTCOMES[outcome])
        if after is not None:
            query = query.where(func.row(median, TestResult.case_id) < func.row(*after))
        return (await self._session.execute(query)).all()

    async def history(self, suite_id: UUID, name: str, limit: int) -> Sequence[Row[TestRun, TestResult]]:
        """The newest first."""
        rows = await self._session.execute(
            select(TestRun, TestResult)
            .join(
                TestResult,
                (TestResult.dashboard_id == TestRun.dashboard_id) & (TestResult.run_id == TestRun.id),
            )
            .join(
                TestCase,
                (TestCase.dashboard_id == TestResult.dashboard_id) & (TestCase.id == TestResult.case_id),
            )
            .join(Dashboard, Dashboard.id == TestRun.dashboard_id)
            .where(
                TestRun.dashboard_id == self._dashboard_id,
                TestRun.suite_id == suite_id,
                TestRun.completed_at.is_not(None),
                TestCase.suite_id == suite_id,
                TestCase.digest == name_digest(name),
                seen_by(self._viewer),
            )
            .order_by(TestRun.started_at.desc(), TestRun.id.desc())
            .limit(limit)
        )
        return rows.all()

    async def count_recent(self, suite_id: UUID, runs: int) -> int:
        """How many complete runs there are, up to ``runs``."""
        recent = self._runs().where(TestRun.suite_id == suite_id).limit(runs).subquery()
        return await self._session.scalar(select(func.count()).select_from(recent)) or 0

    async def flaky(self, suite_id: UUID, *, runs: int, tests: int) -> Sequence[Row[Any]]:
        """Of the newest runs, tests that both passed and failed with the same version."""
        return await self._asked(_FLAKY, suite_id=suite_id, runs=runs, tests=tests)

    async def baseline(self, run: TestRun, runs: int) -> list[UUID]:
        """The newest runs of other versions that were before it; of any, where its own is not known."""
        rows = await self._asked(
            _BASELINE_RUNS,
            suite_id=run.suite_id,
            started_at=run.started_at,
            version=run.version,
            runs=runs,
        )
        return [row.id for row in rows]

    async def regressions(
        self, run: TestRun, baseline: list[UUID], *, slower_by: float, slower_by_ms: float, tests: int
    ) -> Sequence[Row[Any]]:
        """How long a test took that only failed says nothing: it ends early, or waits in vain."""
        return await self._asked(
            _REGRESSIONS,
            run_id=run.id,
            baseline=baseline,
            slower_by=slower_by,
            slower_by_ms=slower_by_ms,
            tests=tests,
        )

    async def _asked(self, statement: Any, **parameters: Any) -> Sequence[Row[Any]]:
        of_viewer = {"dashboard_id": self._dashboard_id, **self._viewer.parameters()}
        return (await self._session.execute(statement, of_viewer | parameters)).all()


_OUTCOMES = {
    "failed": (TestResult.failed > 0,),
    "flaky": (TestResult.failed > 0, TestResult.passed > 0),
    "skipped": (TestResult.failed == 0, TestResult.passed == 0),
}
