"""Dashboards and their statistics over HTTP."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, status

from services.api.account.principal import SCHEMES, PrincipalDep
from services.api.dashboard import service
from services.api.dashboard.repository import DashboardRepository
from services.api.dashboard.schemas import DashboardCreate, DashboardList, DashboardRead
from services.api.problem.schemas import problems
from services.api.resources import ResourcesDep, SessionDep
from services.api.statistic import service as statistic_service
from services.api.statistic.schemas import (
    DashboardWithStatistics,
    EndpointList,
    NameFilter,
    RangeQuery,
    Statistics,
)
from shared.query.blocks import CallReader, Filters

router = APIRouter(prefix="/dashboards", tags=["dashboard"], dependencies=SCHEMES)

Precision = Annotated[
    Literal["reduced", "full"],
    Query(description="reduced: three digits, as people read them; full: the computed number."),
]


@router.get("", responses=problems(401, 422))
async def get_dashboards(
    principal: PrincipalDep,
    session: SessionDep,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> DashboardList:
    """The viewer's dashboards in the order they were added, with state, error and progress."""
    return await service.list_page(DashboardRepository(session, principal.user_id), cursor, limit)


@router.post("", status_code=status.HTTP_201_CREATED, responses=problems(401, 403, 409, 422))
async def register_dashboard(
    create: DashboardCreate, principal: PrincipalDep, resources: ResourcesDep, session: SessionDep
) -> DashboardRead:
    """Adds an app: PyDash begins at once to read its endpoints, its history and every new call."""
    dashboards = DashboardRepository(session, principal.user_id)
    row = await service.register(dashboards, resources.cipher, create, resources.clock.now())
    return service.read(row)


@router.get("/{dashboard_id}", responses=problems(401, 404, 422))
async def get_dashboard(
    dashboard_id: UUID,
    asked: Annotated[RangeQuery, Query()],
    principal: PrincipalDep,
    resources: ResourcesDep,
    session: SessionDep,
    statistic: Statistics = [],  # noqa: B006 - FastAPI copies it
    endpoint: NameFilter = None,
    version: NameFilter = None,
    group_by: NameFilter = None,
    ip: NameFilter = None,
    precision: Precision = "reduced",
) -> DashboardWithStatistics:
    """One dashboard and, where asked for, statistics of its calls over a range, whole or per slice."""
    row = await service.readable(DashboardRepository(session, principal.user_id), dashboard_id)
    answered = None
    if statistic:
        answered = await statistic_service.statistics(
            CallReader(session, principal.user_id),
            row,
            asked,
            statistic,
            Filters(endpoint, version, group_by, ip),
            full_precision=precision == "full",
            now=resources.clock.now(),
        )
    return DashboardWithStatistics(**service.read(row).model_dump(), statistics=answered)


@router.get("/{dashboard_id}/endpoints", responses=problems(401, 404, 422))
async def get_endpoints(
    dashboard_id: UUID,
    asked: Annotated[RangeQuery, Query()],
    principal: PrincipalDep,
    resources: ResourcesDep,
    session: SessionDep,
    statistic: Statistics = [],  # noqa: B006 - FastAPI copies it
    precision: Precision = "reduced",
) -> EndpointList:
    """The endpoints of a dashboard, each with statistics of its calls over a range."""
    dashboards = DashboardRepository(session, principal.user_id)
    return await statistic_service.endpoints(
        CallReader(session, principal.user_id),
        dashboards,
        await service.readable(dashboards, dashboard_id),
        asked,
        statistic,
        full_precision=precision == "full",
        now=resources.clock.now(),
    )
