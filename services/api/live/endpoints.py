"""Server-sent events: which of the dashboards that the viewer may see moved."""

import asyncio
from collections.abc import AsyncIterator

from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from fastapi.sse import format_sse_event

from services.api.account.principal import SCHEMES, Principal, PrincipalDep, is_still_let_in
from services.api.dashboard.repository import DashboardRepository
from services.api.problem.schemas import problems
from services.api.resources import Resources, ResourcesDep
from shared.contracts.dashboard_moved import DashboardMoved
from shared.contracts.ids import DashboardId

# Shorter than the idle timeout of the usual proxies (60 s), and how soon a signed-out page's stream ends.
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
    loop = asyncio.get_running_loop()
    async with resources.live.listen() as moves:
        # Something at once, so that the page knows it is connected.
        yield format_sse_event(comment="connected")
        while await _is_let_in(principal, resources):
            # Most moves are of dashboards that others own: not asked again until the next heartbeat.
            foreign: set[DashboardId] = set()
            ends_at = loop.time() + _HEARTBEAT_SECONDS
            while (left := ends_at - loop.time()) > 0:
                try:
                    moved = await asyncio.wait_for(moves.get(), left)
                except TimeoutError:
                    break
                if moved.dashboard_id in foreign:
                    continue
                if await _sees(principal, resources, moved.dashboard_id):
                    yield _event(moved)
                else:
                    foreign.add(moved.dashboard_id)
            yield format_sse_event(comment="still here")


def _event(moved: DashboardMoved) -> bytes:
    sequence = "null" if moved.applied_sequence is None else str(moved.applied_sequence)
    data = f'{{"dashboard_id":"{moved.dashboard_id}","applied_sequence":{sequence}}}'
    return format_sse_event(event="dashboard_moved", data_str=data)


async def _is_let_in(principal: Principal, resources: Resources) -> bool:
    async with resources.sessions() as session:
        return await is_still_let_in(principal, resources, session)


async def _sees(principal: Principal, resources: Resources, dashboard_id: DashboardId) -> bool:
    """Asked for every event: what was taken away is not told of any more."""
    async with resources.sessions() as session:
        seen = await DashboardRepository(session, principal.viewer).seen([dashboard_id])
        return dashboard_id in seen and await is_still_let_in(principal, resources, session)
