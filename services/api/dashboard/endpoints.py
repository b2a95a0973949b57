"""Dashboards and their statistics over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from services.api.account.principal import SCHEMES, PrincipalDep
from services.api.dashboard import service, source_check
from services.api.dashboard.repository import DashboardRepository
from services.api.dashboard.schemas import (
    DashboardCreate,
    DashboardList,
    DashboardRead,
    DashboardSettings,
    DashboardWithStatistics,
    SourceCheckCreate,
    SourceCheckRead,
)
from services.api.problem.schemas import problems
from services.api.resources import ResourcesDep, SessionDep
from services.api.statistic.fingerprint import TAGGED
from services.api.statistic.inquiry import InquiryDep
from services.api.statistic.panel.values import plan_values
from services.api.statistic.query import ValuesQuery
from services.api.uptime.repository import UptimeRepository

router = APIRouter(prefix="/dashboards", tags=["dashboard"], dependencies=SCHEMES)


@router.get("", responses=problems(401, 422))
async def get_dashboards(
    principal: PrincipalDep,
    session: SessionDep,
    resources: ResourcesDep,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> DashboardList:
    """Your dashboards and those shared with you, in the order they were added, with state, error and progress."""
    dashboards = DashboardRepository(session, principal.viewer)
    return await service.list_page(dashboards, cursor, limit, resources.clock.now())


@router.post("", status_code=status.HTTP_201_CREATED, responses=problems(401, 403, 409, 422, 429, 503))
async def register_dashboard(
    create: DashboardCreate, principal: PrincipalDep, resources: ResourcesDep, session: SessionDep
) -> DashboardRead:
    """Adds an app: PyDash begins at once to read its endpoints, its history and every new call.

    First it looks at the app. One that cannot be read is refused, `type` says why (`/problems/source-wrong-token`,
    `/problems/source-unreachable`, ...), and nothing is stored; `check: false` adds it all the same.
    """
    if create.check:
        await service.refuse_known_url(DashboardRepository(session, principal.viewer), create.url)
    await _let_go(session)
    if create.check:
        await source_check.require_source(resources, principal.user_id, create.url, create.token)
    async with resources.sessions.begin() as adding:
        dashboards = DashboardRepository(adding, principal.viewer)
        row = await service.register(dashboards, resources.cipher, create, resources.clock.now())
    return service.read(row, resources.clock.now())


@router.post("/check", responses=problems(401, 403, 422, 429, 503))
async def check_source(
    create: SourceCheckCreate, principal: PrincipalDep, resources: ResourcesDep, session: SessionDep
) -> SourceCheckRead:
    """Looks at an app and says what was found: whether it can be read, and else why not. Nothing is stored."""
    await _let_go(session)
    return await source_check.check_source(resources, principal.user_id, create.url, create.token)


async def _let_go(session: AsyncSession) -> None:
    # An app may take seconds to answer, and no connection to the database waits for it.
    await session.commit()


@router.get(
    "/{dashboard_id}",  # noqa: FAST003 - the inquiry's
    response_model=DashboardWithStatistics,
    responses=problems(401, 404, 422) | TAGGED,
)
async def get_dashboard(inquiry: InquiryDep, asked: Annotated[ValuesQuery, Query()]) -> Response:
    """One dashboard and, where asked for, statistics of its calls over a range, whole or per slice."""
    detail = await service.detail(
        DashboardRepository(inquiry.session, inquiry.viewer),
        UptimeRepository(inquiry.session, inquiry.viewer, inquiry.dashboard_id),
        inquiry.row,
        inquiry.scene.now,
    )
    about, statistics = detail.model_dump_json(), None
    if asked.statistic:
        statistics = await inquiry.answer(asked, plan_values(asked, inquiry.scene), about)
    else:
        inquiry.tag(asked, about)
    return inquiry.respond(DashboardWithStatistics(**dict(detail), statistics=statistics))


@router.patch("/{dashboard_id}", responses=problems(401, 403, 404, 409, 422, 429, 503))
async def change_dashboard_settings(
    dashboard_id: UUID,
    settings: DashboardSettings,
    principal: PrincipalDep,
    resources: ResourcesDep,
    session: SessionDep,
) -> DashboardRead:
    """Changes the settings that are given. Statistics of the past show a changed Apdex threshold, too.

    A new URL or token is tried first, as `register_dashboard` does. It must be the same app's: reading goes on
    where it ended.
    """
    if settings.changes_source and settings.check:
        dashboards = DashboardRepository(session, principal.viewer)
        row = await service.changeable(dashboards, dashboard_id, settings)
        token = settings.token or await service.known_token(dashboards, resources.cipher, dashboard_id)
        url = settings.url or row.dashboard.url
        await _let_go(session)
        if token is not None:
            await source_check.require_source(resources, principal.user_id, url, token)
    await _let_go(session)
    now = resources.clock.now()
    async with resources.sessions.begin() as changing:
        dashboards = DashboardRepository(changing, principal.viewer)
        changed = await service.change_settings(dashboards, resources.cipher, dashboard_id, settings, now)
        return service.read(changed, now)


@router.delete(
    "/{dashboard_id}", status_code=status.HTTP_204_NO_CONTENT, responses=problems(401, 403, 404, 422)
)
async def delete_dashboard(dashboard_id: UUID, principal: PrincipalDep, session: SessionDep) -> None:
    """Deletes a dashboard with everything PyDash knows of it. It is gone at once, its calls within minutes."""
    await service.delete(DashboardRepository(session, principal.viewer), dashboard_id)
