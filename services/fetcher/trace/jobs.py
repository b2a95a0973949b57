"""arq's part in traces: a cron that claims what is due, a job a claim, a cron that forgets what is old."""

from typing import Any, cast

from services.fetcher.resources import Resources
from services.fetcher.schedule.claimed import do_claimed, enqueue
from services.fetcher.source.agent_v2.traces import TraceKind
from services.fetcher.trace.claims import adopt_untraced, claim_due_traces
from services.fetcher.trace.retention import forget_deleted, forget_old, keep_newest_everywhere
from services.fetcher.trace.service import read_traces

# A second's worth: traces of many dashboards that became due together must not keep turns waiting.
_CLAIMED_AT_ONCE = 5


async def claim_traces(context: dict[Any, Any]) -> None:
    resources = cast("Resources", context["resources"])
    now = resources.clock.now()
    async with resources.sessions.begin() as session:
        await adopt_untraced(session, now)
        claims = await claim_due_traces(session, now, resources.settings.claim_lifetime, _CLAIMED_AT_ONCE)
    await enqueue(context, "trace_dashboard", "traces", claims)


async def trace_dashboard(context: dict[Any, Any], dashboard_id: str, claim_id: str) -> None:
    await do_claimed(context, dashboard_id, claim_id, read_traces, "traces_failed")


async def forget_traces(context: dict[Any, Any]) -> None:
    resources = cast("Resources", context["resources"])
    async with resources.sessions.begin() as session:
        await forget_old(session, resources.clock.now() - resources.settings.trace_retention)
        await forget_deleted(session)
        # Readings do so themselves where they brought many.
        await keep_newest_everywhere(session, TraceKind.EXCEPTIONS)
