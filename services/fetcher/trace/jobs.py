"""arq's part in traces: a cron that claims what is due, a job a claim, a cron that forgets what is old."""

from typing import Any, cast
from uuid import UUID

import structlog
from arq.connections import ArqRedis

from services.fetcher.resources import Resources
from services.fetcher.source.agent_v2.traces import TraceKind
from services.fetcher.state.claims import Claim
from services.fetcher.trace.claims import adopt_untraced, claim_due_traces
from services.fetcher.trace.retention import forget_deleted, forget_old, keep_newest_everywhere
from services.fetcher.trace.service import read_traces
from shared.contracts.ids import DashboardId

# A second's worth: traces of many dashboards that became due together must not keep turns waiting.
_CLAIMED_AT_ONCE = 5

_log = structlog.get_logger(__name__)


async def claim_traces(context: dict[Any, Any]) -> None:
    resources, queue = cast("Resources", context["resources"]), cast("ArqRedis", context["redis"])
    now = resources.clock.now()
    async with resources.sessions.begin() as session:
        await adopt_untraced(session, now)
        claims = await claim_due_traces(session, now, resources.settings.claim_lifetime, _CLAIMED_AT_ONCE)
    for claim in claims:
        await queue.enqueue_job(
            "trace_dashboard", str(claim.dashboard_id), str(claim.id), _job_id=f"traces:{claim.id}"
        )


async def trace_dashboard(context: dict[Any, Any], dashboard_id: str, claim_id: str) -> None:
    claim = Claim(DashboardId(UUID(dashboard_id)), UUID(claim_id))
    with structlog.contextvars.bound_contextvars(dashboard=dashboard_id):
        try:
            await read_traces(cast("Resources", context["resources"]), claim)
        except Exception:  # noqa: BLE001 - logged whole; the loop must go on
            # The claim runs out and the dashboard is due again.
            _log.exception("traces_failed")


async def forget_traces(context: dict[Any, Any]) -> None:
    resources = cast("Resources", context["resources"])
    async with resources.sessions.begin() as session:
        await forget_old(session, resources.clock.now() - resources.settings.trace_retention)
        await forget_deleted(session)
        # Readings do so themselves where they brought many.
        await keep_newest_everywhere(session, TraceKind.EXCEPTIONS)
