"""Dashboards that were deleted are neither polled nor pinged, and what the fetcher kept of them goes."""

from sqlalchemy import func, select, update

from services.fetcher.removal.service import clear_deleted
from services.fetcher.resources import Resources
from services.fetcher.state.claims import adopt_new_dashboards, claim_due
from services.fetcher.uptime.claims import adopt_unpinged, claim_due_pings
from shared.contracts.ids import DashboardId
from shared.db.models import Dashboard, FetchState, PingState
from tests.fixtures.rows import add_dashboard


async def take_up(resources: Resources) -> None:
    async with resources.sessions.begin() as session:
        await adopt_new_dashboards(session, resources.clock.now())
        await adopt_unpinged(session)


async def give_up(resources: Resources, dashboard_id: DashboardId) -> None:
    async with resources.sessions.begin() as session:
        await session.execute(update(Dashboard).where(Dashboard.id == dashboard_id).values(owner_id=None))


async def test_a_deleted_dashboard_is_left_alone_and_forgotten(resources: Resources) -> None:
    now, lifetime = resources.clock.now(), resources.settings.claim_lifetime
    async with resources.sessions.begin() as session:
        deleted, other = await add_dashboard(session), await add_dashboard(session)
    await take_up(resources)
    await give_up(resources, deleted)

    await clear_deleted(resources)
    await take_up(resources)

    async with resources.sessions.begin() as session:
        turns = await claim_due(session, now, lifetime, 10)
        pings = await claim_due_pings(session, now, lifetime, 10)
    assert [claim.dashboard_id for claim in turns] == [claim.dashboard_id for claim in pings] == [other]


async def test_one_that_was_never_taken_up_is_not_taken_up_later(resources: Resources) -> None:
    async with resources.sessions.begin() as session:
        deleted = await add_dashboard(session)
    await give_up(resources, deleted)

    await take_up(resources)

    async with resources.sessions() as session:
        for model in (FetchState, PingState):
            assert await session.scalar(select(func.count()).select_from(model)) == 0
