"""arq's part in pings: a cron that claims what is due, a job a claim."""

from typing import Any, cast

from services.fetcher.resources import Resources
from services.fetcher.schedule.claimed import do_claimed, enqueue
from services.fetcher.uptime.claims import adopt_unpinged, claim_due_pings
from services.fetcher.uptime.service import take_ping

# A second's worth: pings of many dashboards that became due together must not keep turns waiting.
_CLAIMED_AT_ONCE = 10


async def claim_pings(context: dict[Any, Any]) -> None:
    resources = cast("Resources", context["resources"])
    settings = resources.settings
    async with resources.sessions.begin() as session:
        await adopt_unpinged(session)
        claims = await claim_due_pings(
            session, resources.clock.now(), settings.claim_lifetime, _CLAIMED_AT_ONCE
        )
    await enqueue(context, "ping_dashboard", "ping", claims)


async def ping_dashboard(context: dict[Any, Any], dashboard_id: str, claim_id: str) -> None:
    await do_claimed(context, dashboard_id, claim_id, take_ping, "ping_failed")
