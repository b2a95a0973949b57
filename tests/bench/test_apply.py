"""Claim: one aggregator process applies calls about as quickly as ClickHouse in process inserts them, history in
large windows, and several times as quickly when they come in small ones.

From the batch being published to its transaction's commit: names, rules, blocks, sequence gate, and the seals of
all hours and days that end meanwhile. The peer inserts the same windows into a MergeTree with one hourly rollup
and is not asked for any of the guarantees (tests/bench/peers/clickhouse.py).
"""

import time

import pytest

from tests.bench.figures import Bound, publish
from tests.bench.loaded import Loaded
from tests.bench.peers import first_pydash
from tests.bench.peers.clickhouse import ClickHouse
from tests.bench.traffic import DASHBOARDS, Traffic, live

pytestmark = [pytest.mark.bench, pytest.mark.timeout(1_800)]

# Of each dashboard a little more than two hours, so that hours are sealed twice.
_LIVE_WINDOWS = 130 * DASHBOARDS
# As many as it needs to show its rate: all would take minutes.
_PEER_LIVE_WINDOWS = 2_000


def peer_rate(store: ClickHouse, traffic: Traffic) -> float:
    """Calls a second."""
    slices = [made for _, made in zip(range(_PEER_LIVE_WINDOWS), traffic.slices(), strict=False)]
    started = time.perf_counter()
    for dashboard, calls in slices:
        # Beside the month of dashboard 0.
        store.insert(calls, dashboard + 1)
    took = time.perf_counter() - started
    store.settle()
    return len(slices) * traffic.window_size / took


def test_history(loaded: Loaded) -> None:
    publish(
        "apply_history_calls_per_s",
        value=loaded.history_calls_per_s,
        unit="calls/s",
        peer=ClickHouse.name,
        peer_value=loaded.peer_history_calls_per_s,
        bound=Bound("at least", 0.8, of="ratio"),
    )
    publish(
        "apply_history_beside_the_first_pydash",
        value=loaded.history_calls_per_s,
        unit="calls/s",
        peer=first_pydash.NAME,
        peer_value=first_pydash.CALLS_PER_SECOND_AT_BEST,
    )


async def test_live(loaded: Loaded) -> None:
    traffic = live(3)
    dashboards = await loaded.stack.add_dashboards(DASHBOARDS)
    windows = [window for _, window in zip(range(_LIVE_WINDOWS), traffic.windows(), strict=False)]
    entries = loaded.stack.entries(windows, dashboards)
    calls = len(windows) * traffic.window_size
    took = await loaded.stack.apply(entries, calls)
    publish(
        "apply_live_calls_per_s",
        value=calls / took,
        unit="calls/s",
        peer=ClickHouse.name,
        peer_value=peer_rate(loaded.clickhouse, traffic),
        bound=Bound("at least", 60_000),
    )
    publish(
        "aggregator_rss_mb",
        value=loaded.stack.peak_rss_mb("aggregator"),
        unit="MB",
        bound=Bound("at most", 300),
    )


def test_size(loaded: Loaded) -> None:
    publish(
        "bytes_per_call",
        value=loaded.bytes_per_call,
        unit="bytes/call",
        peer=ClickHouse.name,
        peer_value=loaded.peer_bytes_per_call,
        less_is_better=True,
        bound=Bound("at most", 40),
    )
