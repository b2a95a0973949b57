"""Server-sent events: which of the viewer's dashboards moved."""

import asyncio
from collections.abc import AsyncIterator

from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from fastapi.sse import format_sse_event

from services.api.account.principal import SCHEMES, Principal, PrincipalDep
from services.api.account.repository import AccountRepository
from services.api.dashboard.repository import DashboardRepository
from services.api.problem.schemas import problems
from services.api.resources import Resources, ResourcesDep
from shared.contracts.dashboard_moved import DashboardMoved
from shared.contracts.ids import DashboardId

# Shorter than the idle timeout of the usual proxies (60 s), and how soon a signed-out page stops hearing.
_HEARTBEAT_SECONDS = 15.0

router = APIRouter(tags=["live"], dependencies=SCHEMES)


class LiveEvents(StreamingResponse):
    """Not FastAPI's own event response: that keeps the request's database session as long as the stream."""

    media_type = "text/event-stream"


@router.get("/live", response_class=LiveEvents, responses=problems(401))
async def get_live_events(principal: PrincipalDep, resources: ResourcesDep) -> LiveEvents:
    """A stream of events named ``dashboard_moved``, data ``{"dashboard_id", "applied_sequence"}``."""
    return LiveEvents(
        _events(principal, resources), headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    )


async def _events(principal: Principal, resources: Resources) -> AsyncIterator[bytes]:
    owned: dict[DashboardId, bool] = {}
    async with resources.live.listen() as moves:
        # Something at once, so that the page knows it is connected.
        yield format_sse_event(comment="connected")
        while True:
            try:
                moved = await asyncio.wait_for(moves.get(), _HEARTBEAT_SECONDS)
            except TimeoutError:
                if not await _still_signed_in(principal, resources):
                    return
                yield format_sse_event(comment="still here")
                continue
            if await _owns(principal, resources, owned, moved.dashboard_id):
                yield _event(moved)


def _event(moved: DashboardMoved) -> bytes:
    sequence = "null" if moved.applied_sequence is None else str(moved.applied_sequence)
    data = f'{{"dashboard_id":"{moved.dashboard_id}","applied_sequence":{sequence}}}'
    return format_sse_event(event="dashboard_moved", data_str=data)


async def _owns(
    principal: Principal, resources: Resources, owned: dict[DashboardId, bool], dashboard_id: DashboardId
) -> bool:
    if dashboard_id not in owned:
        async with resources.sessions() as session:
            owned[dashboard_id] = await DashboardRepository(session, principal.user_id).owns(dashboard_id)
    return owned[dashboard_id]


async def _still_signed_in(principal: Principal, resources: Resources) -> bool:
    if principal.family_id is None:
        return True
    async with resources.sessions() as session:
        user_id = await AccountRepository(session).user_of_live_family(
            principal.family_id, resources.clock.now()
        )
    return user_id == principal.user_id
