"""An app without Flask-MonitoringDashboard: what its visitors counted is what PyDash shows."""

from collections import Counter
from datetime import datetime
from pathlib import Path

from tests.fixtures.monitored import Framework, Visit, monitored
from tests.fixtures.system import System
from tests.fixtures.waiting import eventually


async def test_every_call_is_shown_once(fresh_database: str, redis_url: str, tmp_path: Path) -> None:
    """Whatever becomes of a process of the app, or of the file once it was read; and no audit misses any."""
    system = System(fresh_database, redis_url, AUDIT_INTERVAL="PT1S")
    await system.seed()
    try:
        async with monitored(Framework.FASTAPI, tmp_path) as app:
            await system.start("api", "fetcher", "aggregator")
            dashboard_id = await system.add_dashboard(app.url, app.token)

            async def shown() -> Counter[str]:
                return await _visits(system, dashboard_id)

            counted = _by_endpoint(await app.visit(80, "early"))
            assert await eventually(shown, lambda found: found == counted) == counted

            await app.kill_worker()
            app.file.unlink()
            counted += _by_endpoint(await app.visit(80, "late"))
            assert await eventually(shown, lambda found: found == counted) == counted

            read_at = datetime.fromisoformat((await app.ask("about")).json()["now"])
            audited = await system.when(
                dashboard_id,
                lambda found: (
                    bool(found["audit"]) and datetime.fromisoformat(found["audit"]["audited_at"]) > read_at
                ),
            )
            assert (audited["audit"]["missing_calls"], audited["audit"]["surplus_calls"]) == (0, 0)
            assert await shown() == counted
    finally:
        await system.stop()


async def _visits(system: System, dashboard_id: str) -> Counter[str]:
    """Calls by endpoint, but for the question who answers."""
    response = await system.api.get(
        f"/dashboards/{dashboard_id}/endpoints", params={"statistic": "total_visits"}
    )
    assert response.status_code == 200, response.text
    visits = {item["name"].rpartition(".")[2]: item["values"] for item in response.json()["items"]}
    return Counter({name: values["total_visits"] for name, values in visits.items() if name != "pid"})


def _by_endpoint(visits: Counter[Visit]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for visit, count in visits.items():
        counted[visit.endpoint] += count
    return counted
