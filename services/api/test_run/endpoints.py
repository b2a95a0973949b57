"""Test runs over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, status
from starlette.responses import Response

from services.api.account.principal import SCHEMES, PrincipalDep
from services.api.dashboard.repository import DashboardRepository
from services.api.dashboard.service import readable, require_role
from services.api.endpoint.repository import EndpointRepository
from services.api.problem.schemas import problems
from services.api.resources import ResourcesDep, SessionDep
from services.api.statistic.fingerprint import TAGGED
from services.api.statistic.inquiry import InquiryDep
from services.api.test_run import service, submission
from services.api.test_run.repository import TestRunRepository
from services.api.test_run.schemas import (
    NAME_CHARS_MAX,
    EndpointsUnderTest,
    FlakyTestList,
    Regressions,
    RegressionsQuery,
    ResultsQuery,
    TestHistory,
    TestResultList,
    TestRunCreate,
    TestRunList,
    TestRunSubmitted,
    TestSuiteList,
    UnderTestQuery,
)
from services.api.test_run.submission_repository import SubmissionRepository
from services.api.test_run.under_test import endpoints_under_test
from shared.contracts.ids import DashboardId
from shared.db.viewer import Role

router = APIRouter(
    prefix="/dashboards/{dashboard_id}",
    tags=["test run"],
    dependencies=SCHEMES,
)


async def get_test_runs_of(
    dashboard_id: UUID, principal: PrincipalDep, session: SessionDep
) -> TestRunRepository:
    """Raises DashboardNotFoundError."""
    await readable(DashboardRepository(session, principal.viewer), dashboard_id)
    return TestRunRepository(session, principal.viewer, DashboardId(dashboard_id))


async def get_submissions_to(
    dashboard_id: UUID, principal: PrincipalDep, session: SessionDep
) -> SubmissionRepository:
    """Raises DashboardNotFoundError, RoleTooLowError."""
    row = await readable(DashboardRepository(session, principal.viewer), dashboard_id)
    require_role(row, Role.EDITOR)
    return SubmissionRepository(session, principal.viewer, DashboardId(dashboard_id))


_TestRunsDep = Annotated[TestRunRepository, Depends(get_test_runs_of)]
_SubmissionsDep = Annotated[SubmissionRepository, Depends(get_submissions_to)]


@router.post(
    "/test-runs",
    status_code=status.HTTP_201_CREATED,
    responses=problems(401, 403, 404, 409, 413, 422),
)
async def submit_test_run(
    create: TestRunCreate, submissions: _SubmissionsDep, resources: ResourcesDep
) -> TestRunSubmitted:
    """Stores a run of a test suite, whole or a portion of it. A portion that is sent again changes nothing.

    Of each suite the last 200 runs are kept, and of those at most a million results.
    """
    return await submission.submit_test_run(submissions, create, resources.clock.now())


@router.get("/test-suites", responses=problems(401, 404, 422))
async def get_test_suites(test_runs: _TestRunsDep) -> TestSuiteList:
    """The test suites of a dashboard, each with its last run."""
    return await service.list_suites(test_runs)


@router.delete(
    "/test-suites/{suite_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(401, 403, 404, 422),
)
async def delete_test_suite(suite_id: UUID, submissions: _SubmissionsDep) -> None:
    """Deletes a test suite with all of its runs."""
    await submission.delete_test_suite(submissions, suite_id)


@router.get("/test-suites/{suite_id}/history", responses=problems(401, 404, 422))
async def get_test_history(
    suite_id: UUID,
    test_runs: _TestRunsDep,
    test: Annotated[str, Query(max_length=NAME_CHARS_MAX, description="The test's name.")],
) -> TestHistory:
    """How long one test took in each of the last runs, version by version."""
    return await service.history(test_runs, suite_id, test)


@router.get("/test-suites/{suite_id}/flaky-tests", responses=problems(401, 404, 422))
async def get_flaky_tests(suite_id: UUID, test_runs: _TestRunsDep) -> FlakyTestList:
    """Tests that both passed and failed while the version was the same."""
    return await service.flaky_tests(test_runs, suite_id)


@router.get("/test-runs", responses=problems(401, 404, 422))
async def get_test_runs(
    test_runs: _TestRunsDep,
    suite_id: Annotated[UUID | None, Query(description="Only runs of this suite.")] = None,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> TestRunList:
    """The test runs of a dashboard that arrived whole, the newest first."""
    return await service.list_runs(test_runs, suite_id, cursor, limit)


@router.get("/test-runs/{run_id}/results", responses=problems(401, 404, 422))
async def get_test_results(
    run_id: UUID, test_runs: _TestRunsDep, asked: Annotated[ResultsQuery, Query()]
) -> TestResultList:
    """The tests of a run, the slowest first: how long they took, how they ended, which endpoints they hit."""
    return await service.list_results(test_runs, run_id, asked)


@router.get("/test-runs/{run_id}/regressions", responses=problems(401, 404, 422))
async def get_test_regressions(
    run_id: UUID, test_runs: _TestRunsDep, asked: Annotated[RegressionsQuery, Query()]
) -> Regressions:
    """Tests that became slower than they were in the runs of other versions before this one."""
    return await service.regressions(test_runs, run_id, asked)


@router.get(
    "/test-runs/{run_id}/endpoints",
    response_model=EndpointsUnderTest,
    responses=problems(401, 404, 422) | TAGGED,
)
async def get_endpoints_under_test(
    run_id: UUID, inquiry: InquiryDep, asked: Annotated[UnderTestQuery, Query()]
) -> Response:
    """The endpoints that a run's tests hit, each beside its calls in production over a range."""
    test_runs = TestRunRepository(inquiry.session, inquiry.viewer, inquiry.dashboard_id)
    run, _ = await service.require_run(test_runs, run_id)
    endpoints = EndpointRepository(inquiry.session, inquiry.viewer, inquiry.dashboard_id)
    return inquiry.respond(await endpoints_under_test(endpoints, inquiry, run, asked))
