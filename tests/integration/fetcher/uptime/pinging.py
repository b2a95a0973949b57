"""Dashboards that are pinged, and what is kept of it."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select, update

from services.fetcher.resources import Resources
from services.fetcher.state.claims import Claim
from services.fetcher.uptime.claims import adopt_unpinged, claim_due_pings
from services.fetcher.uptime.service import take_ping
from shared.contracts.ids import DashboardId
from shared.db.models import Dashboard, UptimeInterval
from tests.fixtures.rows import add_dashboard


class Kept(NamedTuple):
    started_at: datetime
    ended_at: datetime
    error: str | None


async def new_dashboard(resources: Resources, url: str = "http://shop.example/dashboard") -> DashboardId:
    async with resources.sessions.begin() as session:
        return await add_dashboard(session, url=url)


async def set_interval(resources: Resources, dashboard_id: DashboardId, seconds: int | None) -> None:
    """As its owner does."""
    async with resources.sessions.begin() as session:
        await session.execute(
            update(Dashboard).where(Dashboard.id == dashboard_id).values(ping_interval_seconds=seconds)
        )


async def claim(resources: Resources, limit: int = 100) -> list[Claim]:
    """What is due by now."""
    async with resources.sessions.begin() as session:
        await adopt_unpinged(session)
        return await claim_due_pings(session, resources.clock.now(), resources.settings.claim_lifetime, limit)


async def no_pause(_: float) -> None:
    """In the place of a pause that would only take time."""


async def ping_due(resources: Resources) -> int:
    """How many were pinged."""
    claims = await claim(resources)
    for each in claims:
        await take_ping(resources, each, no_pause)
    return len(claims)


async def kept(resources: Resources, dashboard_id: DashboardId) -> list[Kept]:
    async with resources.sessions() as session:
        rows = await session.execute(
            select(UptimeInterval.started_at, UptimeInterval.ended_at, UptimeInterval.error)
            .where(UptimeInterval.dashboard_id == dashboard_id)
            .order_by(UptimeInterval.started_at)
        )
        return [Kept(*row) for row in rows]
