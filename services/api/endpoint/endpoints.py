"""Endpoints of a dashboard, their statistics and changes, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status
from starlette.responses import Response

from services.api.account.principal import SCHEMES, PrincipalDep
from services.api.dashboard import service as dashboard_service
from services.api.dashboard.repository import DashboardRepository
from services.api.endpoint import changes, service
from services.api.endpoint.repository import EndpointRepository
from services.api.endpoint.schemas import (
    EndpointChangeCreate,
    EndpointChangeList,
    EndpointChangeRead,
    EndpointList,
    EndpointWithStatistics,
)
from services.api.problem.schemas import problems
from services.api.resources import ResourcesDep, SessionDep
from services.api.statistic.fingerprint import TAGGED
from services.api.statistic.inquiry import InquiryDep
from services.api.statistic.query import EndpointValuesQuery, ValueQuery
from shared.contracts.ids import DashboardId
from shared.db.viewer import Role

router = APIRouter(prefix="/dashboards/{dashboard_id}", tags=["endpoint"], dependencies=SCHEMES)


@router.get("/endpoints", response_model=EndpointList, responses=problems(401, 404, 422) | TAGGED)
async def get_endpoints(inquiry: InquiryDep, asked: Annotated[ValueQuery, Query()]) -> Response:
    """The endpoints of a dashboard, each with statistics of its calls over a range.

    What was merged or renamed is shown under its new name alone.
    """
    endpoints = EndpointRepository(inquiry.session, inquiry.viewer, inquiry.dashboard_id)
    return inquiry.respond(await service.endpoints(endpoints, inquiry, asked))


@router.get("/endpoint", response_model=EndpointWithStatistics, responses=problems(401, 404, 422) | TAGGED)
async def get_endpoint(inquiry: InquiryDep, asked: Annotated[EndpointValuesQuery, Query()]) -> Response:
    """One endpoint and, where asked for, statistics of its calls over a range, whole or per slice.

    Its name is a parameter and no part of the path: names contain slashes.
    """
    endpoints = EndpointRepository(inquiry.session, inquiry.viewer, inquiry.dashboard_id)
    return inquiry.respond(await service.endpoint(endpoints, inquiry, asked))


@router.post(
    "/endpoint-changes",
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(401, 403, 404, 409, 422),
)
async def change_endpoint(
    dashboard_id: UUID,
    create: EndpointChangeCreate,
    principal: PrincipalDep,
    resources: ResourcesDep,
    session: SessionDep,
) -> EndpointChangeRead:
    """Deletes, merges or renames an endpoint, soon: the answer is the change that waits to be carried out."""
    row = await dashboard_service.readable(DashboardRepository(session, principal.viewer), dashboard_id)
    dashboard_service.require_role(row, Role.EDITOR)
    endpoints = EndpointRepository(session, principal.viewer, DashboardId(dashboard_id))
    return await changes.request_change(endpoints, create, resources.clock.now())


@router.get("/endpoint-changes", responses=problems(401, 404, 422))
async def get_endpoint_changes(
    dashboard_id: UUID,
    principal: PrincipalDep,
    session: SessionDep,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> EndpointChangeList:
    """The changes that were asked for, the newest first, and whether they are carried out."""
    await dashboard_service.readable(DashboardRepository(session, principal.viewer), dashboard_id)
    endpoints = EndpointRepository(session, principal.viewer, DashboardId(dashboard_id))
    return await changes.list_changes(endpoints, cursor, limit)
