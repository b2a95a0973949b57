"""What pings of a real app leave in Postgres: it goes down, comes back, and PyDash is away for a while."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from redis.asyncio import Redis
from redis.asyncio.client import PubSub

from services.fetcher.resources import Resources, open_resources
from services.fetcher.schedule.jobs import create_worker
from services.fetcher.uptime.jobs import ping_dashboard
from services.fetcher.uptime.ping import PING_LENGTH_MAX
from services.fetcher.uptime.service import take_ping
from shared.clock.clock import ManualClock
from shared.contracts.dashboard_moved import CHANNEL, decode_moved
from shared.process.arq_worker import run_worker
from shared.process.background import background
from tests.fixtures.fmd import FmdAppFactory
from tests.fixtures.waiting import eventually
from tests.integration.fetcher.uptime.app import App
from tests.integration.fetcher.uptime.pinging import (
    Kept,
    claim,
    kept,
    new_dashboard,
    no_pause,
    ping_due,
    set_interval,
)

INTERVAL = timedelta(minutes=5)
CLAIM_LIFETIME = PING_LENGTH_MAX + timedelta(seconds=40)


@pytest.fixture
def begin(clock: ManualClock) -> datetime:
    return clock.now().replace(microsecond=0)


@asynccontextmanager
async def moves(redis: Redis) -> AsyncIterator[PubSub]:
    async with redis.pubsub() as listener:
        await listener.subscribe(CHANNEL)
        confirmed = await listener.get_message(timeout=5)
        assert confirmed is not None
        yield listener


async def pings_regularly(resources: Resources, clock: ManualClock, times: int) -> None:
    for _ in range(times):
        clock.move(INTERVAL)
        assert await ping_due(resources) == 1


async def test_an_app_that_goes_down_and_comes_back_leaves_three_intervals(
    resources: Resources, clock: ManualClock, begin: datetime, app: App
) -> None:
    dashboard_id = await new_dashboard(resources, app.url)

    await ping_due(resources)
    await pings_regularly(resources, clock, 2)
    await app.stop()
    await pings_regularly(resources, clock, 3)
    await app.start()
    await pings_regularly(resources, clock, 2)

    assert await kept(resources, dashboard_id) == [
        Kept(begin, begin + 3 * INTERVAL, None),
        Kept(begin + 3 * INTERVAL, begin + 6 * INTERVAL, "unreachable"),
        Kept(begin + 6 * INTERVAL, begin + 7 * INTERVAL, None),
    ]


async def test_pings_of_a_real_app_tell_when_it_was_killed_and_are_none_of_its_calls(
    resources: Resources, clock: ManualClock, begin: datetime, fmd_app: FmdAppFactory
) -> None:
    real = await fmd_app()
    calls = f"SELECT count(*) FROM {real.release.calls_table}"  # noqa: S608 - a constant
    before = real.query(calls)
    dashboard_id = await new_dashboard(resources, real.url)

    await ping_due(resources)
    await real.kill()
    await pings_regularly(resources, clock, 1)
    await real.start()
    await pings_regularly(resources, clock, 1)

    assert await kept(resources, dashboard_id) == [
        Kept(begin, begin + INTERVAL, None),
        Kept(begin + INTERVAL, begin + 2 * INTERVAL, "unreachable"),
        Kept(begin + 2 * INTERVAL, begin + 2 * INTERVAL, None),
    ]
    assert real.query(calls) == before


async def test_an_app_that_says_it_is_broken_is_down(
    resources: Resources, clock: ManualClock, begin: datetime, app: App
) -> None:
    dashboard_id = await new_dashboard(resources, app.url)
    app.status = "503 SERVICE UNAVAILABLE"

    await ping_due(resources)
    app.status = "401 UNAUTHORIZED"
    await pings_regularly(resources, clock, 1)

    assert await kept(resources, dashboard_id) == [
        Kept(begin, begin + INTERVAL, "http_status"),
        Kept(begin + INTERVAL, begin + INTERVAL, None),
    ]


async def test_an_app_that_hangs_is_down(resources: Resources, begin: datetime, app: App) -> None:
    dashboard_id = await new_dashboard(resources, app.url)
    app.answering.clear()

    await ping_due(resources)

    assert await kept(resources, dashboard_id) == [Kept(begin, begin, "timeout")]
    assert app.asked == 2


async def test_a_restart_of_the_app_is_no_downtime(resources: Resources, begin: datetime, app: App) -> None:
    dashboard_id = await new_dashboard(resources, app.url)
    await app.stop()
    pauses: list[float] = []

    async def back_after_a_pause(seconds: float) -> None:
        pauses.append(seconds)
        await app.start()

    [held] = await claim(resources)
    await take_ping(resources, held, back_after_a_pause)

    assert await kept(resources, dashboard_id) == [Kept(begin, begin, None)]
    assert len(pauses) == 1


@pytest.mark.parametrize("down_after", [False, True])
async def test_of_the_time_that_pydash_was_away_nothing_is_known(
    resources: Resources, clock: ManualClock, begin: datetime, app: App, *, down_after: bool
) -> None:
    dashboard_id = await new_dashboard(resources, app.url)
    await ping_due(resources)
    await pings_regularly(resources, clock, 1)

    clock.move(timedelta(hours=2))
    if down_after:
        await app.stop()
    await ping_due(resources)

    back = begin + INTERVAL + timedelta(hours=2)
    assert await kept(resources, dashboard_id) == [
        Kept(begin, begin + INTERVAL, None),
        Kept(back, back, "unreachable" if down_after else None),
    ]


async def test_while_pings_are_switched_off_nothing_is_asked_or_known(
    resources: Resources, clock: ManualClock, begin: datetime, app: App
) -> None:
    dashboard_id = await new_dashboard(resources, app.url)
    await ping_due(resources)
    await set_interval(resources, dashboard_id, None)

    clock.move(timedelta(hours=1))
    assert await ping_due(resources) == 0
    assert app.asked == 1
    await set_interval(resources, dashboard_id, 300)
    assert await ping_due(resources) == 1

    on_again = begin + timedelta(hours=1)
    assert await kept(resources, dashboard_id) == [
        Kept(begin, begin, None),
        Kept(on_again, on_again, None),
    ]


async def test_pings_that_were_switched_off_after_the_claim_do_not_happen(
    resources: Resources, app: App
) -> None:
    dashboard_id = await new_dashboard(resources, app.url)
    [held] = await claim(resources)
    await set_interval(resources, dashboard_id, None)

    await take_ping(resources, held, no_pause)

    assert (app.asked, await kept(resources, dashboard_id)) == (0, [])


async def test_two_fetchers_ping_each_app_once(resources: Resources, app: App) -> None:
    dashboards = [await new_dashboard(resources, app.url) for _ in range(12)]

    async with open_resources(resources.settings) as other:
        fetchers = [resources, replace(other, clock=resources.clock)]
        pinged = await asyncio.gather(*(ping_due(fetcher) for fetcher in fetchers))

    assert sum(pinged) == app.asked == len(dashboards)
    for dashboard_id in dashboards:
        assert len(await kept(resources, dashboard_id)) == 1


async def test_a_job_that_runs_again_pings_nothing(resources: Resources, app: App) -> None:
    dashboard_id = await new_dashboard(resources, app.url)
    [held] = await claim(resources)
    arguments = {"resources": resources}, str(held.dashboard_id), str(held.id)

    await ping_dashboard(*arguments)
    once = await kept(resources, dashboard_id)
    await ping_dashboard(*arguments)

    assert (app.asked, await kept(resources, dashboard_id)) == (1, once)


async def test_a_job_that_runs_twice_at_a_time_records_one_ping(
    resources: Resources, clock: ManualClock, begin: datetime, app: App
) -> None:
    dashboard_id = await new_dashboard(resources, app.url)
    app.answering.clear()
    [held] = await claim(resources)

    jobs = [asyncio.create_task(take_ping(resources, held, no_pause)) for _ in range(2)]
    await eventually(lambda: _asked(app), lambda asked: asked == 2)
    app.answering.set()
    await asyncio.gather(*jobs)

    assert await kept(resources, dashboard_id) == [Kept(begin, begin, None)]
    assert await ping_due(resources) == 0


async def test_a_fetcher_that_was_thought_dead_records_nothing(
    resources: Resources, clock: ManualClock, begin: datetime, app: App
) -> None:
    dashboard_id = await new_dashboard(resources, app.url)
    await app.stop()
    [slow] = await claim(resources)

    async def successor_was_quicker(_: float) -> None:
        clock.move(CLAIM_LIFETIME)
        await app.start()
        assert await ping_due(resources) == 1
        await app.stop()

    await take_ping(resources, slow, successor_was_quicker)

    later = begin + CLAIM_LIFETIME
    assert await kept(resources, dashboard_id) == [Kept(later, later, None)]


async def test_a_fetcher_that_is_told_to_stop_leaves_its_ping_to_the_next(
    resources: Resources, app: App
) -> None:
    dashboard_id = await new_dashboard(resources, app.url)
    app.answering.clear()
    [held] = await claim(resources)

    ping = asyncio.create_task(take_ping(resources, held, no_pause))
    await eventually(lambda: _asked(app), lambda asked: asked == 1)
    ping.cancel()
    with pytest.raises(asyncio.CancelledError):
        await ping

    assert await kept(resources, dashboard_id) == []
    app.answering.set()
    assert await ping_due(resources) == 1


async def test_of_an_app_that_pydash_may_not_connect_to_nothing_is_known(
    resources: Resources, clock: ManualClock, app: App
) -> None:
    dashboard_id = await new_dashboard(resources, app.url)
    strict = resources.settings.model_copy(update={"fetch_allow": ""})

    async with open_resources(strict) as opened:
        refused = replace(opened, clock=clock)
        assert await ping_due(refused) == 1
        # It waits for its interval, as others do.
        assert await ping_due(refused) == 0

    assert (app.asked, await kept(resources, dashboard_id)) == (0, [])


async def test_open_pages_are_told_when_an_app_goes_down_and_comes_back(
    resources: Resources, clock: ManualClock, app: App
) -> None:
    dashboard_id = await new_dashboard(resources, app.url)
    await ping_due(resources)

    async with moves(resources.redis) as listener:
        await pings_regularly(resources, clock, 2)
        assert await listener.get_message(timeout=0.1) is None
        for change in (app.stop, app.start):
            await change()
            await pings_regularly(resources, clock, 2)
            message = await listener.get_message(timeout=5)
            assert message is not None
            assert decode_moved(message["data"]).dashboard_id == dashboard_id
            assert await listener.get_message(timeout=0.1) is None


async def test_the_worker_pings_by_itself(resources: Resources, app: App) -> None:
    dashboard_id = await new_dashboard(resources, app.url)

    async with background("worker", run_worker(lambda: create_worker(resources))):
        intervals = await eventually(lambda: kept(resources, dashboard_id), bool)

    assert [each.error for each in intervals] == [None]


async def _asked(app: App) -> int:
    return app.asked
