"""Claim: every view costs what it draws, not what was recorded, and through HTTP less than the peers take in
process.

Warm, without any cache of answers: a client that asks again as it is now, over one connection. The least of several
rounds for the ratios, the median and the 95th percentile in the table that is printed.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from tests.bench.figures import Bound, publish
from tests.bench.loaded import SMALL, Loaded
from tests.bench.measure import seconds
from tests.bench.peers import fmd
from tests.bench.peers.clickhouse import ClickHouse
from tests.bench.peers.store import page
from tests.bench.traffic import DASHBOARDS, history, live
from tests.bench.views import OVERVIEW, PAGE, VIEWS

pytestmark = [pytest.mark.bench, pytest.mark.timeout(1_800)]

_ROUNDS = 40
_CLIENTS, _PAGES_EACH = 50, 4
Ask = Callable[[], Awaitable[Any]]


async def took_ms(*asks: Ask, rounds: int = _ROUNDS) -> list[np.ndarray]:
    """What each took in each round; they take turns."""
    taken = np.empty((len(asks), rounds))
    for number in range(-2, rounds):
        for row, ask in enumerate(asks):
            started = time.perf_counter()
            await ask()
            # The first two rounds warm up.
            if number >= 0:
                taken[row, number] = (time.perf_counter() - started) * 1e3
    return list(taken)


def view(loaded: Loaded, dashboard_id: UUID, name: str) -> Ask:
    path, parameters = VIEWS[name]

    async def ask() -> None:
        answer = await loaded.stack.system.api.get(f"/dashboards/{dashboard_id}{path}", params=parameters)
        assert answer.status_code == 200, answer.text

    return ask


def batch(loaded: Loaded, dashboard_id: UUID, panels: dict[str, Any]) -> Ask:
    async def ask() -> None:
        answer = await loaded.stack.system.api.post(f"/dashboards/{dashboard_id}/query", json=panels)
        assert answer.status_code == 200, answer.text
        assert all(panel["kind"] != "problem" for panel in answer.json()["panels"].values()), answer.text

    return ask


async def test_views_cost_the_same_at_ten_times_the_calls(loaded: Loaded) -> None:
    ratios = {}
    for name in VIEWS:
        large, small = await took_ms(view(loaded, loaded.large, name), view(loaded, loaded.small, name))
        ratios[name] = float(np.median(large) / np.median(small))
        print(  # noqa: T201 - what a benchmark is run for
            f"\n{name:<40} 10M: p50 {np.median(large):.1f} ms, p95 {np.quantile(large, 0.95):.1f} ms; "
            f"1M: p50 {np.median(small):.1f} ms, p95 {np.quantile(small, 0.95):.1f} ms; ratio {ratios[name]:.2f}"
        )
    worst = max(ratios, key=lambda name: ratios[name])
    publish(
        "query_cost_10m_over_1m", value=ratios[worst], unit=f"times, {worst}", bound=Bound("at most", 1.2)
    )
    publish(
        "query_cost_10m_over_1m, median of all views",
        value=float(np.median(list(ratios.values()))),
        unit="times",
        bound=Bound("at most", 1.2),
    )


async def test_hourly_percentiles(loaded: Loaded) -> None:
    (peers,) = seconds(lambda: loaded.clickhouse.hourly_percentiles(0))
    [ours] = await took_ms(view(loaded, loaded.large, "hourly p50, p90, p99 of an endpoint"))
    publish(
        "query_hourly_30d_10m_ms",
        value=float(ours.min()),
        unit="ms",
        peer=ClickHouse.name,
        peer_value=peers * 1e3,
        less_is_better=True,
        bound=Bound("at least", 1 / 0.6, of="ratio"),
    )


async def test_a_page(loaded: Loaded) -> None:
    (peers,) = seconds(lambda: page(loaded.clickhouse), rounds=3)
    [ours] = await took_ms(batch(loaded, loaded.large, PAGE))
    publish(
        "query_page_10m_ms",
        value=float(ours.min()),
        unit="ms",
        peer=ClickHouse.name,
        peer_value=peers * 1e3,
        less_is_better=True,
        bound=Bound("at least", 1 / 0.6, of="ratio"),
    )


async def test_the_overview(loaded: Loaded) -> None:
    [ours] = await took_ms(batch(loaded, loaded.small, OVERVIEW))
    measured = await asyncio.to_thread(fmd.measure, history(SMALL).calls)
    publish(
        "overview_1m_ms",
        value=float(ours.min()),
        unit="ms",
        peer="Flask-MonitoringDashboard 5.1",
        peer_value=measured.seconds["overview"] * 1e3,
        less_is_better=True,
    )


async def test_fifty_clients_while_calls_come_in(loaded: Loaded) -> None:
    """At half the rate of calls at which live windows were just applied."""
    stack = loaded.stack
    windows = [window for _, window in zip(range(80 * DASHBOARDS), live(2, seed=9).windows(), strict=False)]
    entries = stack.entries(windows, await stack.add_dashboards(DASHBOARDS))
    calibrating, paced = entries[:4_000], entries[4_000:]
    rate = len(calibrating) / await stack.apply(calibrating, len(calibrating) * 100)
    feeding = asyncio.create_task(stack.feed(paced, rate / 2))
    ask = batch(loaded, loaded.large, PAGE)

    async def client() -> list[float]:
        taken = []
        for _ in range(_PAGES_EACH):
            started = time.perf_counter()
            await ask()
            taken.append((time.perf_counter() - started) * 1e3)
        return taken

    taken = np.concatenate(await asyncio.gather(*(client() for _ in range(_CLIENTS))))
    assert not feeding.done(), "the calls came to an end before the clients did"
    feeding.cancel()
    await asyncio.gather(feeding, return_exceptions=True)
    publish("page_p50_50_clients_ms", value=float(np.median(taken)), unit="ms")
    publish("page_p99_50_clients_ms", value=float(np.quantile(taken, 0.99)), unit="ms")
