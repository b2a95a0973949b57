"""Every call of a real FMD's database is counted once, whatever is killed on the way."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from redis.asyncio import Redis

from shared.statistics.registry import StatisticName
from tests.fixtures.bridged_apps import BridgedAppFactory
from tests.fixtures.fmd import FmdAppFactory, FmdCall, generated_calls
from tests.fixtures.system import System
from tests.fixtures.thorough import only_thorough
from tests.fixtures.waiting import eventually
from tests.integration.pipeline.apps import App, Exporting, starters

COUNTERS = (
    StatisticName.TOTAL_VISITS,
    StatisticName.TOTAL_EXECUTION_TIME,
    StatisticName.FASTEST_MEASURED_EXECUTION_TIME,
    StatisticName.SLOWEST_MEASURED_EXECUTION_TIME,
)
PERCENTILES = {
    StatisticName.FASTEST_QUARTILE_EXECUTION_TIME: 0.25,
    StatisticName.MEDIAN_EXECUTION_TIME: 0.50,
    StatisticName.SLOWEST_QUARTILE_EXECUTION_TIME: 0.75,
    StatisticName.NINETIETH_PERCENTILE_EXECUTION_TIME: 0.90,
    StatisticName.NINETY_NINTH_PERCENTILE_EXECUTION_TIME: 0.99,
}


def history(count: int) -> list[FmdCall]:
    now = datetime.now(UTC)
    return generated_calls(count, since=now - timedelta(days=9), until=now - timedelta(minutes=5))


def awkward_calls() -> list[FmdCall]:
    """Identical rows, many in one second, whole seconds, unicode, IPv6, an hour's edge."""
    second = (datetime.now(UTC) - timedelta(days=2)).replace(minute=0, second=0, microsecond=0)
    return [
        *[FmdCall("home", 12.5, second)] * 5,
        *[FmdCall("search", 1.0 + number, second + timedelta(microseconds=number)) for number in range(500)],
        FmdCall("home", 3.0, second - timedelta(microseconds=1)),
        FmdCall("cart.añadir ☃", 0.0, second, "2.0-β", "josé", "2001:db8:85a3::8a2e:370:7334"),
        FmdCall("home", 7_200_000.0, second + timedelta(hours=1), "", "", ""),
    ]


async def assert_equal_to_source(system: System, dashboard_id: str, app: App) -> None:
    """Count, sum, min and max per endpoint as SQL on the source's own database has them."""
    response = await system.api.get(
        f"/dashboards/{dashboard_id}/endpoints",
        params={"statistic": [*COUNTERS, *PERCENTILES], "precision": "full"},
    )
    assert response.status_code == 200, response.text
    answered = {item["name"]: item["values"] for item in response.json()["items"]}
    rows: dict[str, list[float]] = {}
    for endpoint, *_, execution_ms in app.rows():
        rows.setdefault(endpoint, []).append(execution_ms)
    called = {name for name, values in answered.items() if values[StatisticName.TOTAL_VISITS]}
    assert called == set(rows)
    for endpoint, times in rows.items():
        _assert_values_equal(answered[endpoint], np.array(times))


def _assert_values_equal(values: dict[str, Any], times: np.ndarray[Any, np.dtype[np.float64]]) -> None:
    count, total, fastest, slowest = (values[name] for name in COUNTERS)
    assert count == len(times)
    # The same numbers added in another order: equal but for the last digits that doubles have.
    assert abs(total - times.sum()) <= 1e-12 * max(1.0, times.sum())
    assert (fastest, slowest) == (times.min(), times.max())
    # Of few calls percentiles lie between two of them.
    tolerance = 0.005 + 1 / len(times)
    for name, q in PERCENTILES.items():
        below, up_to = (times < values[name]).mean(), (times <= values[name]).mean()
        assert below - tolerance <= q <= up_to + tolerance, f"{name}: rank {below}..{up_to}"


def all_applied(total: int) -> Any:
    return lambda dashboard: dashboard["applied"]["applied_calls"] >= total


async def test_history_and_new_calls_equal_the_source(system: System, fmd_app: FmdAppFactory) -> None:
    calls = [*history(20_000), *awkward_calls()]
    app = Exporting(await fmd_app(calls))
    await system.start("api", "fetcher", "aggregator")
    dashboard_id = await system.add_dashboard(app.url, app.token)

    await system.when(dashboard_id, all_applied(len(calls)))
    await system.when(dashboard_id, lambda dashboard: dashboard["state"] == "fetched_endpoint_calls")
    await assert_equal_to_source(system, dashboard_id, app)

    app.insert([FmdCall("home", 42.0, datetime.now(UTC))])
    await system.when(dashboard_id, all_applied(len(calls) + 1), seconds=15)
    await assert_equal_to_source(system, dashboard_id, app)


async def test_a_wiped_redis_costs_time_but_no_call(system: System, fmd_app: FmdAppFactory) -> None:
    calls = history(8_000)
    app = Exporting(await fmd_app(calls))
    system.settings["BATCH_CALLS_MAX"] = "250"
    await system.start("api", "fetcher")
    dashboard_id = await system.add_dashboard(app.url, app.token)
    redis = Redis.from_url(system.redis_url)
    try:
        # Without an aggregator, what is published waits in the stream and publishing stops at its bound.
        await eventually(lambda: _waiting(redis), lambda waiting: waiting == 4)
        await redis.flushall()
        await system.start("aggregator")
        progress = []
        for share in (0.3, 0.6):
            dashboard = await system.when(dashboard_id, all_applied(int(len(calls) * share)))
            progress.append(dashboard["progress"])
            await redis.flushall()
    finally:
        await redis.aclose()

    await system.when(dashboard_id, all_applied(len(calls)))
    # Whatever is still under way would make it too many.
    await asyncio.sleep(3)
    await assert_equal_to_source(system, dashboard_id, app)
    percents = [each["history_percent"] for each in progress]
    assert 0 < percents[0] < percents[1] < 100
    assert all(each["history_rest_seconds"] > 0 for each in progress)
    done = (await system.dashboard(dashboard_id))["progress"]
    assert (done["history_percent"], done["history_rest_seconds"]) == (100, 0)


@pytest.mark.parametrize("kind", ["FMD 1.13", pytest.param("FMD 5.1 with the bridge", marks=only_thorough)])
async def test_rows_committed_behind_the_watermark_are_counted_after_the_next_audit(
    system: System, fmd_app: FmdAppFactory, bridged_app: BridgedAppFactory, kind: str
) -> None:
    calls = history(500)
    app = await starters(fmd_app, bridged_app)[kind](calls)
    app.insert([FmdCall("home", 1.0, datetime.now(UTC) - timedelta(minutes=4))])
    system.settings["AUDIT_INTERVAL"] = "PT2S"
    await system.start("api", "fetcher", "aggregator")
    dashboard_id = await system.add_dashboard(app.url, app.token)
    before = await system.when(dashboard_id, lambda dashboard: dashboard["audit"] is not None)
    assert (before["audit"]["counted_calls"], before["audit"]["missing_calls"]) == (501, 0)

    app.insert_late([FmdCall("late", 7.5, datetime.now(UTC) - timedelta(minutes=3))] * 2)

    after = await system.when(dashboard_id, all_applied(503))
    after = await system.when(dashboard_id, lambda dashboard: dashboard["audit"]["counted_calls"] == 503)
    assert after["progress"]["late_calls"] == 2
    assert (after["audit"]["source_calls"], after["audit"]["missing_calls"]) == (503, 0)
    await assert_equal_to_source(system, dashboard_id, app)


async def _waiting(redis: Redis) -> int:
    return sum([await redis.xlen(key) for key in await redis.keys("calls:{*}")])
