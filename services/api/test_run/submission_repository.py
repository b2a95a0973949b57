"""Every query by which test runs are stored and forgotten, for whoever may change the dashboard."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.dashboard.lock import lock_dashboard
from services.api.test_run.schemas import TestRunCreate
from services.api.test_run.tally import StoredResult
from shared.calls.name_digest import name_digest
from shared.contracts.ids import DashboardId
from shared.db.copy import copy_rows
from shared.db.models import TestResult, TestRun, TestSuite
from shared.db.viewer import Role, Viewer

_COLUMNS = (
    "dashboard_id",
    "run_id",
    "case_id",
    "passed",
    "failed",
    "skipped",
    "fastest_ms",
    "median_ms",
    "slowest_ms",
    "hits",
)
_ADD_CASES = text(
    """
    INSERT INTO test_cases (dashboard_id, suite_id, digest, name)
    SELECT :dashboard_id, :suite_id, given.digest, given.name
    FROM unnest(CAST(:digests AS bytea[]), CAST(:names AS text[])) AS given (digest, name)
    ON CONFLICT (dashboard_id, suite_id, digest) DO NOTHING
    """
)
_CASE_IDS = text(
    """
    SELECT digest, id FROM test_cases
    WHERE dashboard_id = :dashboard_id AND suite_id = :suite_id AND digest = ANY (CAST(:digests AS bytea[]))
    """
)
_HAS_RESULTS = text(
    """
    SELECT EXISTS (
        SELECT FROM test_results
        WHERE dashboard_id = :dashboard_id AND run_id = :run_id AND case_id = ANY (CAST(:case_ids AS bigint[]))
    )
    """
)
# The newest runs that are few enough and have few enough results together.
_OLD_RUNS = text(
    """
    SELECT id FROM (
        SELECT id, row_number() OVER newest AS place, sum(tests) OVER newest AS results
        FROM test_runs
        WHERE dashboard_id = :dashboard_id AND suite_id = :suite_id AND completed_at IS NOT NULL
        WINDOW newest AS (ORDER BY started_at DESC, id)
    ) AS placed
    WHERE place > :runs_max OR (results > :results_max AND place > 1)
    """
)
_CASES_OF_RUNS = text(
    """
    SELECT DISTINCT case_id FROM test_results
    WHERE dashboard_id = :dashboard_id AND run_id = ANY (CAST(:run_ids AS uuid[]))
    """
)
_UNUSED_CASES = text(
    """
    DELETE FROM test_cases c
    WHERE c.dashboard_id = :dashboard_id AND c.id = ANY (CAST(:case_ids AS bigint[])) AND NOT EXISTS (
        SELECT FROM test_results r WHERE r.dashboard_id = c.dashboard_id AND r.case_id = c.id
    )
    """
)
# Each run that begins forgets so many at most: more than are added, and few enough not to keep it waiting.
_INCOMPLETE_AT_ONCE = 10


class SubmissionRepository:
    def __init__(self, session: AsyncSession, viewer: Viewer, dashboard_id: DashboardId) -> None:
        self._session = session
        self._viewer = viewer
        self._dashboard_id = dashboard_id

    async def lock(self) -> None:
        """For who may change the dashboard; until the transaction ends nobody else submits to it.

        All else is to be called after it. Raises DashboardNotFoundError.
        """
        await lock_dashboard(self._session, self._viewer, self._dashboard_id, Role.EDITOR)

    async def suite_id(self, name: str) -> UUID | None:
        return await self._session.scalar(
            select(TestSuite.id).where(TestSuite.dashboard_id == self._dashboard_id, TestSuite.name == name)
        )

    async def count_suites(self) -> int:
        found = await self._session.scalar(
            select(func.count()).select_from(TestSuite).where(TestSuite.dashboard_id == self._dashboard_id)
        )
        return found or 0

    async def add_suite(self, name: str, now: datetime) -> UUID:
        suite = TestSuite(dashboard_id=self._dashboard_id, id=uuid4(), name=name, created_at=now)
        self._session.add(suite)
        await self._session.flush()
        return suite.id

    async def remove_suite(self, suite_id: UUID) -> bool:
        """Whether there was such a suite. Its runs and results go with it."""
        removed = await self._session.scalar(
            delete(TestSuite)
            .where(TestSuite.dashboard_id == self._dashboard_id, TestSuite.id == suite_id)
            .returning(TestSuite.id)
        )
        return removed is not None

    async def run(self, create: TestRunCreate, suite_id: UUID, now: datetime) -> TestRun:
        """The run of this id; made where this is the first of its portions."""
        await self._session.execute(
            insert(TestRun)
            .values(
                dashboard_id=self._dashboard_id,
                id=create.run_id,
                suite_id=suite_id,
                version=create.version,
                build=create.build,
                started_at=create.started_at,
                submitted_at=now,
                portions=create.portions,
                received=[],
                tests=0,
                failed=0,
                skipped=0,
                flaky=0,
                duration_ms=0.0,
                endpoints=[],
            )
            .on_conflict_do_nothing()
        )
        found = await self._session.scalar(
            select(TestRun).where(TestRun.dashboard_id == self._dashboard_id, TestRun.id == create.run_id)
        )
        assert found is not None
        return found

    async def case_ids(self, suite_id: UUID, names: Sequence[str]) -> Mapping[str, int]:
        """The ids of these tests; those that the suite does not have yet are added."""
        digests = {name_digest(name): name for name in names}
        of_suite = {"dashboard_id": self._dashboard_id, "suite_id": suite_id}
        await self._session.execute(
            _ADD_CASES, {**of_suite, "digests": list(digests), "names": list(digests.values())}
        )
        rows = await self._session.execute(_CASE_IDS, {**of_suite, "digests": list(digests)})
        return {digests[digest]: case_id for digest, case_id in rows}

    async def has_results(self, run_id: UUID, case_ids: Sequence[int]) -> bool:
        """Whether the run has a result of one of these tests."""
        asked = {"dashboard_id": self._dashboard_id, "run_id": run_id, "case_ids": case_ids}
        return bool(await self._session.scalar(_HAS_RESULTS, asked))

    async def add_results(self, run_id: UUID, results: Mapping[int, StoredResult]) -> None:
        rows = [
            (
                self._dashboard_id,
                run_id,
                case_id,
                result.passed,
                result.failed,
                result.skipped,
                result.fastest_ms,
                result.median_ms,
                result.slowest_ms,
                json.dumps(result.hits),
            )
            for case_id, result in results.items()
        ]
        await copy_rows(self._session, TestResult, _COLUMNS, rows)

    async def forget_old(self, suite_id: UUID, *, runs_max: int, results_max: int) -> None:
        """Removes the oldest complete runs of a suite, so that the others are within both bounds."""
        of_suite = {"dashboard_id": self._dashboard_id, "suite_id": suite_id}
        bounds = {"runs_max": runs_max, "results_max": results_max}
        await self._remove((await self._session.scalars(_OLD_RUNS, of_suite | bounds)).all())

    async def forget_incomplete(self, submitted_before: datetime) -> None:
        """Removes runs whose other portions never came, the oldest of them."""
        incomplete = await self._session.scalars(
            select(TestRun.id)
            .where(
                TestRun.dashboard_id == self._dashboard_id,
                TestRun.completed_at.is_(None),
                TestRun.submitted_at < submitted_before,
            )
            .order_by(TestRun.submitted_at)
            .limit(_INCOMPLETE_AT_ONCE)
        )
        await self._remove(incomplete.all())

    async def _remove(self, run_ids: Sequence[UUID]) -> None:
        """With their results, and the names of tests that no other run has."""
        if not run_ids:
            return
        of_dashboard = {"dashboard_id": self._dashboard_id}
        case_ids = await self._session.scalars(_CASES_OF_RUNS, of_dashboard | {"run_ids": list(run_ids)})
        named = case_ids.all()
        await self._session.execute(
            delete(TestRun)
            .where(TestRun.dashboard_id == self._dashboard_id, TestRun.id.in_(run_ids))
            .execution_options(synchronize_session=False)
        )
        # Only of these: to look at all of a suite's, beside all of its results, took as long as these are many.
        await self._session.execute(_UNUSED_CASES, of_dashboard | {"case_ids": list(named)})
