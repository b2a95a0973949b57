"""Dashboards due for a ping: when they are, and that only one fetcher at a time has each."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select

from services.fetcher.resources import Resources
from services.fetcher.state.claims import Claim
from services.fetcher.state.repository import ClaimLostError
from services.fetcher.uptime.ping import PING_LENGTH_MAX
from services.fetcher.uptime.repository import PingRepository
from shared.clock.clock import ManualClock
from shared.db.models import Dashboard, PingState
from tests.integration.fetcher.uptime.pinging import claim, new_dashboard, set_interval

SECOND = timedelta(seconds=1)


async def release(resources: Resources, held: Claim) -> None:
    async with resources.sessions.begin() as session:
        await PingRepository(session, held).release(resources.clock.now())


async def test_a_new_dashboard_is_pinged_at_once_and_then_every_five_minutes(
    resources: Resources, clock: ManualClock
) -> None:
    await new_dashboard(resources)
    [held] = await claim(resources)
    await release(resources, held)

    clock.move(timedelta(minutes=5) - SECOND)
    assert await claim(resources) == []
    clock.move(SECOND)
    assert len(await claim(resources)) == 1


async def test_fetchers_that_claim_at_the_same_time_share_the_pings(resources: Resources) -> None:
    for _ in range(20):
        await new_dashboard(resources)

    claims = [held for each in await asyncio.gather(*(claim(resources) for _ in range(6))) for held in each]

    assert len({held.dashboard_id for held in claims}) == len(claims)
    assert len(claims) + len(await claim(resources)) == 20


async def test_a_killed_fetchers_claim_runs_out_and_another_one_pings(
    resources: Resources, clock: ManualClock
) -> None:
    await new_dashboard(resources)
    [dead] = await claim(resources)

    clock.move(PING_LENGTH_MAX + resources.settings.claim_lifetime - SECOND)
    assert await claim(resources) == []
    clock.move(SECOND)
    [successor] = await claim(resources)

    assert successor.dashboard_id == dead.dashboard_id
    # Should the first one wake up, it changes nothing any more.
    with pytest.raises(ClaimLostError):
        await release(resources, dead)
    await release(resources, successor)


async def test_a_dashboard_whose_owner_wants_no_pings_is_never_due(
    resources: Resources, clock: ManualClock
) -> None:
    never = await new_dashboard(resources)
    await set_interval(resources, never, None)
    assert await claim(resources) == []

    await set_interval(resources, never, 300)
    [held] = await claim(resources)
    await set_interval(resources, never, None)
    clock.move(PING_LENGTH_MAX + resources.settings.claim_lifetime)
    assert await claim(resources) == []

    await set_interval(resources, never, 300)
    [held] = await claim(resources)
    await release(resources, held)
    await set_interval(resources, never, None)
    clock.move(timedelta(days=1))
    assert await claim(resources) == []


async def test_another_interval_counts_at_once(resources: Resources, clock: ManualClock) -> None:
    dashboard_id = await new_dashboard(resources)
    await set_interval(resources, dashboard_id, 3600)
    [held] = await claim(resources)
    await release(resources, held)

    clock.move(timedelta(seconds=60))
    assert await claim(resources) == []
    await set_interval(resources, dashboard_id, 60)
    assert len(await claim(resources)) == 1


async def test_the_longest_due_come_first_and_new_ones_before_them(
    resources: Resources, clock: ManualClock
) -> None:
    intervals = {await new_dashboard(resources): seconds for seconds in (7200, 3600, 60)}
    for dashboard_id, seconds in intervals.items():
        await set_interval(resources, dashboard_id, seconds)
    for held in await claim(resources):
        await release(resources, held)
    clock.move(timedelta(days=1))
    new = await new_dashboard(resources)

    order = [held.dashboard_id for _ in range(4) for held in await claim(resources, limit=1)]

    # All were pinged at the same time, so the one with the shortest interval is due for longest.
    assert order == [new, *reversed(intervals)]


async def test_a_dashboards_pings_go_with_it(resources: Resources) -> None:
    dashboard_id = await new_dashboard(resources)
    [held] = await claim(resources)

    async with resources.sessions.begin() as session:
        await session.execute(delete(Dashboard).where(Dashboard.id == dashboard_id))

    with pytest.raises(ClaimLostError):
        await release(resources, held)
    async with resources.sessions() as session:
        assert await session.scalar(select(func.count()).select_from(PingState)) == 0
