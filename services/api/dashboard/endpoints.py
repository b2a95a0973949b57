"""Dashboards and their statistics over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from services.api.account.principal import SCHEMES, PrincipalDep
from services.api.dashboard import service
from services.api.dashboard.repository import DashboardRepository
from services.api.dashboard.schemas import (
    DashboardCreate,
    DashboardList,
    DashboardRead,
    DashboardSettings,
    DashboardWithStatistics,
)
from services.api.problem.schemas import problems
from services.api.resources import ResourcesDep, SessionDep
from services.api.statistic.fingerprint import TAGGED
from services.api.statistic.inquiry import InquiryDep
from services.api.statistic.panel.values import plan_values
from services.api.statistic.query import ValuesQuery

router = APIRouter(prefix="/dashboards", tags=["dashboard"], dependencies=SCHEMES)


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


@router.get("/{dashboard_id}", responses=problems(401, 404, 422) | TAGGED)  # noqa: FAST003 - the inquiry's
async def get_dashboard(
    inquiry: InquiryDep, asked: Annotated[ValuesQuery, Query()]
) -> DashboardWithStatistics:
    """One dashboard and, where asked for, statistics of its calls over a range, whole or per slice."""
    detail = await service.detail(DashboardRepository(inquiry.session, inquiry.viewer), inquiry.row)
    about, statistics = detail.model_dump_json(), None
    if asked.statistic:
        statistics = await inquiry.answer(asked, plan_values(asked, inquiry.scene), about)
    else:
        inquiry.tag(asked, about)
    return DashboardWithStatistics(**dict(detail), statistics=statistics)


@router.patch("/{dashboard_id}", responses=problems(401, 403, 404, 422))
async def change_dashboard_settings(
    dashboard_id: UUID, settings: DashboardSettings, principal: PrincipalDep, session: SessionDep
) -> DashboardRead:
    """Changes the settings that are given. Statistics of the past show a changed Apdex threshold, too."""
    dashboards = DashboardRepository(session, principal.user_id)
    return service.read(await service.change_settings(dashboards, dashboard_id, settings))
