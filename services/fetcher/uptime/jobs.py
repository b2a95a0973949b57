"""arq's part in pings: a cron that claims what is due, a job a claim."""

from typing import Any, cast
from uuid import UUID

import structlog
from arq.connections import ArqRedis

from services.fetcher.resources import Resources
from services.fetcher.state.claims import Claim
from services.fetcher.uptime.claims import adopt_unpinged, claim_due_pings
from services.fetcher.uptime.service import take_ping
from shared.contracts.ids import DashboardId

# A second's worth: pings of many dashboards that became due together must not keep turns waiting.
_CLAIMED_AT_ONCE = 10

_log = structlog.get_logger(__name__)


async def claim_pings(context: dict[Any, Any]) -> None:
    resources, queue = cast("Resources", context["resources"]), cast("ArqRedis", context["redis"])
    settings = resources.settings
    async with resources.sessions.begin() as session:
        await adopt_unpinged(session)
        claims = await claim_due_pings(
            session, resources.clock.now(), settings.claim_lifetime, _CLAIMED_AT_ONCE
        )
    for claim in claims:
        await queue.enqueue_job(
            "ping_dashboard", str(claim.dashboard_id), str(claim.id), _job_id=f"ping:{claim.id}"
        )


async def ping_dashboard(context: dict[Any, Any], dashboard_id: str, claim_id: str) -> None:
    claim = Claim(DashboardId(UUID(dashboard_id)), UUID(claim_id))
    with structlog.contextvars.bound_contextvars(dashboard=dashboard_id):
        try:
            await take_ping(cast("Resources", context["resources"]), claim)
        except Exception:  # noqa: BLE001 - logged whole; the loop must go on
            # The claim runs out and the dashboard is due again.
            _log.exception("ping_failed")
