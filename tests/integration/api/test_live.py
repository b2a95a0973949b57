"""Server-sent events, over a real connection."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

import httpx
from sqlalchemy import delete, select

from services.api.resources import open_resources
from services.api.seeding.commands import seed_api_key, seed_user
from shared.contracts.dashboard_moved import DashboardMoved, publish_moved
from shared.contracts.ids import DashboardId
from shared.db.models import Share, User
from tests.fixtures.cast import DASHBOARD, PASSWORD
from tests.fixtures.system import System


async def test_pages_hear_of_their_own_dashboards_only(system: System) -> None:
    await system.start("api")
    dashboard_id = await system.add_dashboard("http://shop.example", "token")
    own, foreign = DashboardId(UUID(dashboard_id)), DashboardId(uuid4())
    heard: list[Any] = []
    async with (
        open_resources(system.api_settings()) as resources,
        asyncio.timeout(20),
        system.api.stream("GET", "/live") as events,
    ):
        assert events.headers["content-type"].startswith("text/event-stream"), await events.aread()
        lines = events.aiter_lines()
        assert (await anext(lines)).startswith(":")
        for moved in (DashboardMoved(foreign, 1), DashboardMoved(own, 7), DashboardMoved(own)):
            await publish_moved(resources.redis, moved)
        while len(heard) < 2:
            line = await anext(lines)
            if line.startswith("data:"):
                heard.append(json.loads(line.removeprefix("data:")))

    assert heard == [
        {"dashboard_id": dashboard_id, "applied_sequence": 7},
        {"dashboard_id": dashboard_id, "applied_sequence": None},
    ]


async def test_what_is_shared_no_longer_is_not_told_of_from_then_on(system: System) -> None:
    await system.start("api")
    shared = DashboardId(UUID(await system.add_dashboard("http://shop.example", "token")))
    async with open_resources(system.api_settings()) as resources, asyncio.timeout(20):
        await seed_user(resources, "guest", "guest@pydash.example", PASSWORD)
        key = await seed_api_key(resources, "guest", "tests")
        headers = {"Authorization": f"Bearer {key}"}
        created = await system.api.post("/dashboards", json=DASHBOARD, headers=headers)
        own = DashboardId(UUID(created.json()["id"]))
        async with resources.sessions.begin() as session:
            guest = await session.scalar(select(User.id).where(User.name == "guest"))
            share = Share(id=uuid4(), dashboard_id=shared, user_id=guest, role="viewer")
            share.invited = share.invited_key = "guest"
            share.created_at = resources.clock.now()
            session.add(share)
        async with system.api.stream("GET", "/live", headers=headers) as events:
            lines = events.aiter_lines()
            assert (await anext(lines)).startswith(":")
            await publish_moved(resources.redis, DashboardMoved(shared, 1))
            assert await _next_heard(lines) == (str(shared), 1)
            async with resources.sessions.begin() as session:
                await session.execute(delete(Share))
            for moved in (DashboardMoved(shared, 2), DashboardMoved(own, 3)):
                await publish_moved(resources.redis, moved)
            assert await _next_heard(lines) == (str(own), 3)


async def _next_heard(lines: AsyncIterator[str]) -> tuple[str, int]:
    async for line in lines:
        if line.startswith("data:"):
            heard = json.loads(line.removeprefix("data:"))
            return heard["dashboard_id"], heard["applied_sequence"]
    raise AssertionError("the stream ended")


async def test_open_streams_hold_no_database_connection(system: System) -> None:
    system.settings["DATABASE_POOL_MAX"] = "2"
    await system.start("api")
    streams = [asyncio.create_task(_listen(system)) for _ in range(6)]
    await asyncio.sleep(0.5)
    try:
        assert (await system.api.get("/dashboards", timeout=5)).status_code == 200
    finally:
        for stream in streams:
            stream.cancel()
        await asyncio.gather(*streams, return_exceptions=True)


async def _listen(system: System) -> None:
    with suppress(httpx.TransportError):
        async with system.api.stream("GET", "/live", timeout=None) as events:
            async for _ in events.aiter_lines():
                pass
