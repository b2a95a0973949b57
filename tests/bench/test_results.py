"""A run of 20,000 tests is stored and shown within seconds.

Claim: from the plugin's first byte until the page has the slowest tests, the flaky ones and what regressed against
five earlier runs of the same size, at most five seconds, through one api process over HTTP.
"""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from pydash_agent.pytest_plugin.client import Client
from pydash_agent.pytest_plugin.options import Target
from pydash_agent.pytest_plugin.portions import Run, portions_of
from pydash_agent.pytest_plugin.results import Results
from tests.bench.figures import Bound, publish
from tests.fixtures.system import System

pytestmark = pytest.mark.bench

TESTS = 20_000
EARLIER_RUNS = 5


def results(slower_by: float) -> Results:
    made = Results()
    for number in range(TESTS):
        result = made.test(
            f"tests/integration/shop/test_{number // 50}.py::test_behaviour_{number}[parameter]"
        )
        assert result is not None
        result.passed = 5 - (number % 997 == 0)
        result.failed = int(number % 997 == 0)
        result.durations_ms += [slower_by * (10.0 + number % 100 + repetition) for repetition in range(5)]
        made.add_hits(result, {f"shop.views.view_{number % 40}": [5, 25.0, 6.0, [4.0, 5.0, 6.0]]})
    return made


async def submit(system: System, dashboard: str, made: Results, version: str, at: datetime) -> str:
    key = system.api.headers["Authorization"].removeprefix("Bearer ")
    client = Client(Target(system.url, key, dashboard))
    run = Run(str(uuid4()), "shop", version, None, at)
    for body in portions_of(run, made):
        answer = await asyncio.to_thread(client.submit, body)
    assert answer["complete"]
    return run.id


async def test_20_000_results(system: System) -> None:
    await system.start("api")
    dashboard = await system.add_dashboard("http://shop.example/dashboard", "t")
    began = datetime.now(UTC)
    earlier = results(1.0)
    for number in range(EARLIER_RUNS):
        await submit(system, dashboard, earlier, f"v{number}", began + timedelta(minutes=number))
    newest = results(1.5)

    started = time.perf_counter()
    run = await submit(system, dashboard, newest, "next", began + timedelta(hours=1))
    stored = time.perf_counter()
    path = f"/dashboards/{dashboard}"
    [suite] = (await system.api.get(f"{path}/test-suites")).json()["items"]
    shown = [
        await system.api.get(f"{path}/test-runs?suite_id={suite['id']}"),
        await system.api.get(f"{path}/test-runs/{run}/results?limit=100"),
        await system.api.get(f"{path}/test-runs/{run}/endpoints"),
        await system.api.get(f"{path}/test-suites/{suite['id']}/flaky-tests"),
        await system.api.get(f"{path}/test-runs/{run}/regressions"),
    ]
    ended = time.perf_counter()

    assert [answer.status_code for answer in shown] == [200] * 5
    assert suite["last_run"]["tests"] == TESTS
    assert len(shown[3].json()["items"]) == 21
    assert shown[4].json()["baseline_runs"] == EARLIER_RUNS
    print(f"\nstored in {stored - started:.2f} s, shown in {ended - stored:.2f} s")  # noqa: T201
    publish(
        "test_results_20k_seconds",
        value=ended - started,
        unit="s for 20,000 test results, stored and shown",
        bound=Bound("at most", 5),
    )
