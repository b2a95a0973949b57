"""Dashboards whose traces are read, and what is kept of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select, update

from services.fetcher.resources import Resources
from services.fetcher.state.claims import Claim, adopt_new_dashboards
from services.fetcher.trace.claims import adopt_untraced, claim_due_traces
from services.fetcher.trace.service import read_traces
from shared.contracts.ids import DashboardId
from shared.db.base import Base
from shared.db.models import Dashboard, FetchState, TraceState
from tests.fixtures.rows import add_dashboard

Model = TypeVar("Model", bound=Base)


async def new_dashboard(resources: Resources, url: str, token: str = "token") -> DashboardId:
    """One whose source speaks protocol 2."""
    async with resources.sessions.begin() as session:
        dashboard_id = await add_dashboard(session, url=url)
        await session.execute(
            update(Dashboard)
            .where(Dashboard.id == dashboard_id)
            .values(token_encrypted=resources.cipher.encrypt(token), settle_seconds=0)
        )
        await adopt_new_dashboards(session, resources.clock.now())
        await session.execute(
            update(FetchState).where(FetchState.dashboard_id == dashboard_id).values(protocol=2)
        )
    return dashboard_id


async def claim(resources: Resources) -> list[Claim]:
    """What is due by now."""
    now = resources.clock.now()
    async with resources.sessions.begin() as session:
        await adopt_untraced(session, now)
        return await claim_due_traces(session, now, resources.settings.claim_lifetime, 100)


async def read_again(resources: Resources) -> None:
    """Lets everything be due, and reads it."""
    async with resources.sessions.begin() as session:
        await session.execute(update(TraceState).values(next_read_at=resources.clock.now()))
    for each in await claim(resources):
        await read_traces(resources, each)


async def state(resources: Resources, dashboard_id: DashboardId) -> TraceState:
    async with resources.sessions() as session:
        found = await session.get(TraceState, dashboard_id)
        assert found is not None
        return found


async def kept(resources: Resources, model: type[Model]) -> Sequence[Model]:
    async with resources.sessions() as session:
        return (await session.scalars(select(model))).all()


def us(moment: datetime) -> int:
    return round(moment.timestamp() * 1_000_000)
