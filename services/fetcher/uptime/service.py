"""One ping of one dashboard, and what is kept of it."""

import asyncio
from contextlib import suppress
from datetime import datetime

import structlog

from services.fetcher.resources import Resources
from services.fetcher.state.claims import Claim
from services.fetcher.state.repository import ClaimLostError
from services.fetcher.uptime.interval import advance
from services.fetcher.uptime.ping import Finding, Sleep, ping
from services.fetcher.uptime.repository import PingRepository, PingTarget
from shared.contracts.dashboard_moved import DashboardMoved, publish_moved
from shared.contracts.uptime import ping_holds

_log = structlog.get_logger(__name__)


async def take_ping(resources: Resources, claim: Claim, sleep: Sleep = asyncio.sleep) -> None:
    """Never raises for what an app does; a lost claim means that somebody else pings it, or nobody should."""
    try:
        async with resources.sessions() as session:
            target = await PingRepository(session, claim).target()
        # Of this moment the finding tells, however long the app let us wait for it.
        at = resources.clock.now().replace(microsecond=0)
        try:
            finding = await ping(resources.http, target.url, sleep)
        except asyncio.CancelledError:
            # The process is told to stop: whoever starts next need not wait for the claim to run out.
            with suppress(ClaimLostError):
                await asyncio.shield(_give_back(resources, claim))
            raise
        if await _record(resources, claim, target, finding, at):
            await publish_moved(resources.redis, DashboardMoved(claim.dashboard_id))
    except ClaimLostError:
        _log.info("ping_claim_lost", dashboard=str(claim.dashboard_id))


async def _record(
    resources: Resources, claim: Claim, target: PingTarget, finding: Finding | None, at: datetime
) -> bool:
    """Whether an interval began. Raises ClaimLostError."""
    async with resources.sessions.begin() as session:
        pings = PingRepository(session, claim)
        await pings.release(at)
        if finding is None:
            return False
        intervals = advance(await pings.last_interval(), finding, at, ping_holds(target.interval))
        await pings.save(intervals)
    begun = any(interval.started_at == at for interval in intervals)
    if begun:
        _log.info("uptime_changed", dashboard=str(claim.dashboard_id), up=finding.up, error=finding.error)
    return begun


async def _give_back(resources: Resources, claim: Claim) -> None:
    async with resources.sessions.begin() as session:
        await PingRepository(session, claim).give_back()
