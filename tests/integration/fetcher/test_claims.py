"""Due dashboards: taken by one fetcher at a time, and free again when that one died."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from services.fetcher.resources import Resources
from services.fetcher.state.claims import Claim, adopt_new_dashboards, claim_due, wake_changed_sources
from services.fetcher.state.repository import ClaimLostError, FetchRepository
from shared.clock.clock import ManualClock
from shared.contracts.ids import DashboardId
from shared.db.models import Dashboard
from tests.fixtures.rows import add_dashboard

LIFETIME = timedelta(seconds=40)


async def new_dashboards(resources: Resources, count: int) -> None:
    async with resources.sessions.begin() as session:
        for _ in range(count):
            await add_dashboard(session)
        await adopt_new_dashboards(session, resources.clock.now())


async def claim(resources: Resources, limit: int = 100) -> list[Claim]:
    async with resources.sessions.begin() as session:
        return await claim_due(session, resources.clock.now(), LIFETIME, limit)


async def release(resources: Resources, held: Claim, delay: timedelta) -> None:
    async with resources.sessions.begin() as session:
        await FetchRepository(session, held).release(resources.clock.now() + delay)


async def test_a_new_dashboard_is_due_at_once_and_adopted_once(resources: Resources) -> None:
    await new_dashboards(resources, 1)
    async with resources.sessions.begin() as session:
        await adopt_new_dashboards(session, resources.clock.now())

    assert len(await claim(resources)) == 1


async def test_fetchers_that_claim_at_the_same_time_share_the_work(resources: Resources) -> None:
    await new_dashboards(resources, 20)

    claims = [held for each in await asyncio.gather(*(claim(resources) for _ in range(6))) for held in each]

    assert len({held.dashboard_id for held in claims}) == len(claims)
    assert len(claims) + len(await claim(resources)) == 20


async def test_a_claimed_dashboard_is_free_again_when_its_claim_has_run_out(
    resources: Resources, clock: ManualClock
) -> None:
    await new_dashboards(resources, 1)
    [dead] = await claim(resources)

    clock.move(LIFETIME - timedelta(seconds=1))
    assert await claim(resources) == []
    clock.move(timedelta(seconds=1))
    [successor] = await claim(resources)

    assert successor.dashboard_id == dead.dashboard_id
    # Should the first one wake up, it changes nothing any more.
    with pytest.raises(ClaimLostError):
        await release(resources, dead, timedelta())
    await release(resources, successor, timedelta())


async def test_a_released_dashboard_is_due_at_its_time(resources: Resources, clock: ManualClock) -> None:
    await new_dashboards(resources, 1)
    [held] = await claim(resources)
    await release(resources, held, timedelta(seconds=60))

    clock.move(timedelta(seconds=59))
    assert await claim(resources) == []
    clock.move(timedelta(seconds=1))
    assert len(await claim(resources)) == 1


async def test_the_longest_due_come_first(resources: Resources, clock: ManualClock) -> None:
    await new_dashboards(resources, 3)
    order: list[DashboardId] = []
    for held in await claim(resources):
        await release(resources, held, timedelta(seconds=len(order) + 1))
        order.append(held.dashboard_id)

    clock.move(timedelta(minutes=1))
    assert [held.dashboard_id for held in await claim(resources, limit=2)] == order[:2]


async def test_whoever_changes_url_or_token_need_not_wait_for_the_next_try(
    resources: Resources, clock: ManualClock
) -> None:
    await new_dashboards(resources, 2)
    for held in await claim(resources):
        await release(resources, held, timedelta(hours=1))
    async with resources.sessions.begin() as session:
        changed = (await session.scalars(select(Dashboard.id).limit(1))).one()
        await session.execute(
            update(Dashboard).where(Dashboard.id == changed).values(source_changed_at=clock.now())
        )

    async with resources.sessions.begin() as session:
        await wake_changed_sources(session, clock.now())
    [held] = await claim(resources)
    assert held.dashboard_id == changed

    # Once seen, a change does not wake it again, however the turn ended.
    async with resources.sessions.begin() as session:
        await FetchRepository(session, held).source_seen(clock.now())
    await release(resources, held, timedelta(hours=1))
    async with resources.sessions.begin() as session:
        await wake_changed_sources(session, clock.now())
    assert await claim(resources) == []
