"""A PyDash that holds a month of 10 million calls, and one of a million, beside a ClickHouse that does.

PYDASH_BENCH_CALLS makes it a month of fewer, by the hundred thousand, to try a benchmark out: its figures are
printed, and never written.
"""

import os
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.local.home import PROJECT
from shared.contracts.ids import DashboardId
from tests.bench.peers.clickhouse import ClickHouse
from tests.bench.stack import Stack
from tests.bench.traffic import history

_PROMISED = 10_000_000
LARGE = int(os.environ.get("PYDASH_BENCH_CALLS", _PROMISED))
SMALL = LARGE // 10
SPA = PROJECT / "frontend" / "dist"


@dataclass(frozen=True)
class Loaded:
    """``large`` and ``small`` are the dashboards that hold so many calls; ``clickhouse`` holds the large month."""

    stack: Stack
    large: DashboardId
    small: DashboardId
    clickhouse: ClickHouse
    history_calls_per_s: float
    peer_history_calls_per_s: float
    bytes_per_call: float
    peer_bytes_per_call: float


@pytest.fixture(scope="session")
async def loaded() -> AsyncIterator[Loaded]:
    assert LARGE == _PROMISED or os.environ.get("PYDASH_WRITE_FIGURES") != "1", (
        "figures are of 10 million calls"
    )
    with (
        tempfile.TemporaryDirectory() as folder,
        tempfile.TemporaryDirectory() as peers_folder,
        ClickHouse(Path(peers_folder)) as clickhouse,
    ):
        traffic = history(LARGE)
        started = time.perf_counter()
        for _, calls in traffic.slices():
            clickhouse.insert(calls)
        peer_rate = LARGE / (time.perf_counter() - started)
        clickhouse.settle()
        async with Stack(Path(folder), {"SPA_DIR": str(SPA)} if SPA.exists() else {}) as stack:
            large, small = await stack.add_dashboards(2)
            entries = stack.entries(traffic.windows(), [large])
            del traffic
            await stack.system.start("aggregator")
            took = await stack.apply(entries, LARGE)
            await stack.analyse()
            per_call = await stack.bytes_on_disk() / LARGE
            del entries
            await stack.apply(stack.entries(history(SMALL).windows(), [small]), SMALL)
            await stack.analyse()
            await stack.system.start("api")
            yield Loaded(
                stack=stack,
                large=large,
                small=small,
                clickhouse=clickhouse,
                history_calls_per_s=LARGE / took,
                peer_history_calls_per_s=peer_rate,
                bytes_per_call=per_call,
                peer_bytes_per_call=clickhouse.bytes_on_disk() / LARGE,
            )
