"""A PyDash in which every page has something to show: made once, for tests that only look.

The shop runs FMD 1.13 and has three days of calls, graphs, a widget, test runs, a teammate and links. The
warehouse runs FMD 5.1 with the bridge, so that it has outliers, a profile and exceptions. The third app is away.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from playwright.async_api import APIRequestContext, Browser, StorageState

from deploy.local.ports import LOOPBACK, free_port
from services.api.resources import open_resources
from services.api.seeding.commands import seed_user
from tests.fixtures.bridged import NEWEST, BridgedApp, StoredCall
from tests.fixtures.fmd import FmdApp, generated_calls
from tests.fixtures.system import PASSWORD, System
from tests.fixtures.waiting import eventually

LINK_PASSWORD = "the password of the hall"
SHOP_CALLS = 4_000


@dataclass(frozen=True)
class Stocked:
    system: System
    # Names of users; the newcomer has no dashboards.
    owner: str
    newcomer: str
    # Profiles of browsers in which they are signed in.
    signed_in: dict[str, StorageState]
    # Ids of dashboards.
    shop: str
    warehouse: str
    away: str
    # Secrets of links, to the shop and the warehouse; the locked one asks for LINK_PASSWORD.
    shop_link: str
    warehouse_link: str
    locked_link: str


@asynccontextmanager
async def stocked_pydash(system: System, browser: Browser, folder: Path) -> AsyncIterator[Stocked]:
    async with AsyncExitStack() as exits:
        suffix = uuid4().hex[:8]
        owner, teammate, newcomer = (f"{name}-{suffix}" for name in ("olga", "theo", "nora"))
        await system.seed(owner)
        async with open_resources(system.api_settings()) as resources:
            for name in (teammate, newcomer):
                await seed_user(resources, name, f"{name}@pydash.example", PASSWORD)

        shop = await _shop(system, folder, exits)
        warehouse = await _warehouse(system, folder, exits)
        away = await system.add_dashboard(f"http://{LOOPBACK}:{free_port()}/dashboard", "token", name="Away")

        signed_in = {}
        for name in (newcomer, owner):
            context = await browser.new_context(base_url=system.url)
            exits.push_async_callback(context.close)
            await _post(context.request, "sessions", name=name, password=PASSWORD)
            signed_in[name] = await context.storage_state()
        request = context.request
        in_a_month = (datetime.now(UTC) + timedelta(days=30)).isoformat()

        async def link(dashboard_id: str, label: str, **fields: str) -> str:
            made = await _post(
                request, f"dashboards/{dashboard_id}/links", label=label, expires_at=in_a_month, **fields
            )
            return str(made["token"])

        await _post(request, f"dashboards/{shop}/shares", invited=teammate, role="editor")
        await _post(request, "users/me/api-keys", label="backup", scope="read")
        yield Stocked(
            system,
            owner,
            newcomer,
            signed_in,
            shop,
            warehouse,
            away,
            shop_link=await link(shop, "hall"),
            warehouse_link=await link(warehouse, "dock"),
            locked_link=await link(shop, "lobby", password=LINK_PASSWORD),
        )


async def _shop(system: System, folder: Path, exits: AsyncExitStack) -> str:
    now = datetime.now(UTC)
    app = FmdApp(folder / "shop.db")
    await app.release.environment.ensure()
    exits.push_async_callback(app.kill)
    await app.start()
    app.insert(generated_calls(SHOP_CALLS, since=now - timedelta(days=3), until=now - timedelta(seconds=30)))
    dashboard_id = await system.add_dashboard(app.url, app.token, name="Web shop")
    await system.when(dashboard_id, lambda shown: shown["applied"]["applied_calls"] == SHOP_CALLS)

    for graph in (
        {"title": "Slow searches", "kind": "line", "statistic": "median_execution_time", "split": "version"},
        {"title": "Load", "kind": "heatmap", "statistic": "total_visits"},
        {"title": "Shares", "kind": "bar", "statistic": "total_visits", "slice": "day", "split": "endpoint"},
    ):
        await _made(system, f"dashboards/{dashboard_id}/graphs", graph)
    definition = {"kind": "number", "statistic": "total_visits"}
    await _made(
        system, f"dashboards/{dashboard_id}/widgets", {"title": "Visits so far", "definition": definition}
    )
    for run in _test_runs(now):
        await _made(system, f"dashboards/{dashboard_id}/test-runs", run)
    return dashboard_id


def _test_runs(now: datetime) -> list[dict[str, Any]]:
    """Three, the last with the version of the one before: a test of it is flaky."""
    return [
        {
            "run_id": str(uuid4()),
            "suite": "unit",
            "version": version,
            "build": str(100 + number),
            "started_at": (now - timedelta(hours=3 - number)).isoformat(),
            "results": [
                {
                    "name": "tests/test_search.py::test_finds_tea",
                    "passed": 2,
                    "failed": 0,
                    "durations_ms": [40.0 + number, 44.0],
                    "hits": [{"endpoint": "search", "calls": 3, "total_ms": 33.0}],
                },
                {
                    "name": "tests/test_cart.py::test_adds_once",
                    "passed": 1 if number < 2 else 0,
                    "failed": 0 if number < 2 else 1,
                    "durations_ms": [12.5],
                },
            ],
            "endpoints": [
                {
                    "endpoint": "search",
                    "tests": 1,
                    "calls": 3,
                    "total_ms": 33.0,
                    "median_ms": 11.0,
                    "ninetieth_percentile_ms": 12.0,
                    "slowest_ms": 12.0,
                }
            ],
        }
        for number, version in enumerate(("1.0.0", "1.1.0", "1.1.0"))
    ]


async def _warehouse(system: System, folder: Path, exits: AsyncExitStack) -> str:
    now = datetime.now(UTC)
    app = BridgedApp(NEWEST, folder, traced=True)
    await app.release.environment.ensure()
    exits.push_async_callback(app.close)
    await app.start()
    app.insert(
        StoredCall(
            now - timedelta(minutes=10 * number),
            "slow",
            25.0 + number % 20,
            "1.1.0" if number < 200 else "1.0.0",
            ("till", "scanner")[number % 2],
            status=404 if number % 25 == 0 else 200,
        )
        for number in range(1, 401)
    )
    # The first is as usual, the second an outlier; all are profiled, and what is raised is noted.
    for path in ("/slow?times=1", "/slow?times=15", "/broken?article=milk"):
        await app.visit(path)
    dashboard_id = await system.add_dashboard(app.url, app.token, name="Warehouse")
    await system.when(dashboard_id, lambda shown: shown["applied"]["applied_calls"] == 403)
    for kind, endpoint in (("outliers", "slow"), ("exceptions", "broken")):
        await eventually(
            lambda kind=kind, endpoint=endpoint: _items(system, dashboard_id, kind, endpoint),  # type: ignore[misc]
            bool,
        )
    return dashboard_id


async def _items(system: System, dashboard_id: str, kind: str, endpoint: str) -> list[Any]:
    response = await system.api.get(f"/dashboards/{dashboard_id}/{kind}", params={"endpoint": endpoint})
    assert response.status_code == 200, response.text
    items: list[Any] = response.json()["items"]
    return items


async def _made(system: System, path: str, body: dict[str, Any]) -> None:
    response = await system.api.post(f"/{path}", json=body)
    assert response.status_code == 201, response.text


async def _post(request: APIRequestContext, path: str, **body: str) -> dict[str, Any]:
    """As a page does it that is signed in."""
    response = await request.post(f"/api/v1/{path}", data=body, headers={"Sec-Fetch-Site": "same-origin"})
    assert response.ok, await response.text()
    answer: dict[str, Any] = await response.json()
    return answer
