"""Storing a run, portion by portion. A portion that is sent again changes nothing."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from services.api.test_run.errors import TestRunDiffersError, TestSuiteNotFoundError, TooManyTestSuitesError
from services.api.test_run.schemas import TestRunCreate, TestRunSubmitted
from services.api.test_run.submission_repository import SubmissionRepository
from services.api.test_run.tally import RunTally, StoredResult
from shared.db.models import TestRun
from shared.problem.errors import InvalidInputError

SUITES_MAX = 50
RESULTS_MAX = 200_000
# Of a suite. The newest run is kept, however large.
RUNS_KEPT = 200
RESULTS_KEPT = 1_000_000
# A run whose portions do not all arrive within this time is forgotten.
_INCOMPLETE_KEPT = timedelta(days=1)
# Nobody had tests in PyDash before; and a run of a machine whose clock is far ahead would stay the last one.
_STARTED_MIN = datetime(1970, 1, 1, tzinfo=UTC)
_AHEAD_MAX = timedelta(days=1)


async def submit_test_run(
    submissions: SubmissionRepository, create: TestRunCreate, now: datetime
) -> TestRunSubmitted:
    """Raises DashboardNotFoundError, TooManyTestSuitesError, TestRunDiffersError and InvalidInputError."""
    if not _STARTED_MIN <= create.started_at <= now + _AHEAD_MAX:
        raise InvalidInputError(
            "must be since 1970, and not more than a day ahead", pointer="#/body/started_at"
        )
    await submissions.lock()
    suite_id = await _suite_id(submissions, create.suite, now)
    run = await submissions.run(create, suite_id, now)
    _refuse_other(run, create, suite_id)
    if not run.received:
        # With each run that begins: were it with each that ends, runs of which none ever does would pile up.
        await submissions.forget_incomplete(now - _INCOMPLETE_KEPT)
    if create.portion not in run.received:
        await _store(submissions, run, create)
        if len(run.received) == run.portions:
            run.completed_at = now
            await submissions.forget_old(suite_id, runs_max=RUNS_KEPT, results_max=RESULTS_KEPT)
    return TestRunSubmitted(run_id=run.id, complete=run.completed_at is not None)


async def delete_test_suite(submissions: SubmissionRepository, suite_id: UUID) -> None:
    """Raises DashboardNotFoundError, TestSuiteNotFoundError."""
    await submissions.lock()
    if not await submissions.remove_suite(suite_id):
        raise TestSuiteNotFoundError("This dashboard has no such test suite.")


async def _suite_id(submissions: SubmissionRepository, name: str, now: datetime) -> UUID:
    known = await submissions.suite_id(name)
    if known is not None:
        return known
    if await submissions.count_suites() >= SUITES_MAX:
        raise TooManyTestSuitesError(
            f"This dashboard has {SUITES_MAX} test suites, as many as there may be; delete one first."
        )
    return await submissions.add_suite(name, now)


def _refuse_other(run: TestRun, create: TestRunCreate, suite_id: UUID) -> None:
    known = (run.suite_id, run.version, run.build, run.started_at, run.portions)
    if known != (suite_id, create.version, create.build, create.started_at, create.portions):
        raise TestRunDiffersError("A run with this id was submitted with another head; choose another id.")


async def _store(submissions: SubmissionRepository, run: TestRun, create: TestRunCreate) -> None:
    if run.tests + len(create.results) > RESULTS_MAX:
        raise InvalidInputError(f"a run may have {RESULTS_MAX:,} results", pointer="#/body/results")
    case_ids = await submissions.case_ids(run.suite_id, [result.name for result in create.results])
    if await submissions.has_results(run.id, list(case_ids.values())):
        raise InvalidInputError("names a test that an earlier portion named", pointer="#/body/results")
    results = {case_ids[result.name]: StoredResult.of(result) for result in create.results}
    await submissions.add_results(run.id, results)
    tally = RunTally.of(create.results)
    run.tests += tally.tests
    run.failed += tally.failed
    run.skipped += tally.skipped
    run.flaky += tally.flaky
    run.duration_ms += tally.duration_ms
    run.received = [*run.received, create.portion]
    if create.endpoints:
        run.endpoints = [endpoint.model_dump() for endpoint in create.endpoints]
