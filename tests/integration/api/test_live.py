"""Server-sent events, over a real connection."""

import asyncio
import json
from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

import httpx

from services.api.resources import open_resources
from shared.contracts.dashboard_moved import DashboardMoved, publish_moved
from shared.contracts.ids import DashboardId
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
