"""All dashboards at a glance over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from services.api.account.principal import SCHEMES
from services.api.dashboard.repository import DashboardRepository
from services.api.overview import service
from services.api.overview.repository import OverviewRepository
from services.api.overview.schemas import OverviewList
from services.api.problem.schemas import problems
from services.api.resources import ResourcesDep
from services.api.statistic.inquiry import ViewingDep
from services.api.statistic.json_answer import JsonAnswer
from shared.query.hourly import HourlyReader

router = APIRouter(prefix="/overview", tags=["overview"], dependencies=SCHEMES)


@router.get("", response_model=OverviewList, responses=problems(401, 422))
async def get_overview(
    viewing: ViewingDep,
    resources: ResourcesDep,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
) -> Response:
    """Every dashboard of the viewer with its state, its visits and 95th percentiles of the last day and its uptime.

    It takes the same few statements for one dashboard as for two hundred.
    """
    session, viewer = viewing.session, viewing.principal.viewer
    page = await service.list_page(
        DashboardRepository(session, viewer),
        OverviewRepository(session, viewer),
        HourlyReader(session, viewer),
        cursor,
        limit,
        resources.clock.now(),
    )
    return JsonAnswer(page)
