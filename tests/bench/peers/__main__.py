"""Prints what the storing peers take on this machine: `python -m tests.bench.peers [calls]`."""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.measure import seconds
from tests.bench.peers.clickhouse import ClickHouse
from tests.bench.peers.duck import DuckDb
from tests.bench.peers.store import Store, page
from tests.bench.traffic import Traffic, history, live

_LIVE_WINDOWS = 2_000


def main(count: int) -> None:
    for kind in (ClickHouse, DuckDb):
        print(kind.name)  # noqa: T201 - what it is run for
        _in_new_folder(kind, _show_month, history(count))
        _in_new_folder(kind, _show_live, live(1))


def _in_new_folder(
    kind: Callable[[Path], Store], show: Callable[[Store, Traffic], None], traffic: Traffic
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = kind(Path(folder))
        try:
            show(store, traffic)
        finally:
            store.close()


def _show_month(store: Store, traffic: Traffic) -> None:
    count = len(traffic.calls)
    _show(f"insert {count:,} calls by 10,000", f"{count / _inserting(store, traffic, None):,.0f} calls/s")
    store.settle()
    _show("on disk", f"{store.bytes_on_disk() / count:.1f} bytes/call")
    questions: dict[str, Callable[[], object]] = {
        "a month's p50/p90/p99 by the hour, one endpoint": lambda: store.hourly_percentiles(0),
        "totals": store.totals,
        "visits by the hour": store.hourly_visits,
        "by endpoint": store.by_endpoint,
        "by version": store.by_version,
        "visits by day and hour": store.visits_by_day_and_hour,
        "the page: the last five": lambda: page(store),
    }
    for question, least in zip(questions, seconds(*questions.values()), strict=True):
        _show(question, f"{1e3 * least:.1f} ms")


def _show_live(store: Store, traffic: Traffic) -> None:
    took = _inserting(store, traffic, _LIVE_WINDOWS)
    calls = _LIVE_WINDOWS * traffic.window_size
    _show(f"insert {calls:,} calls of 200 dashboards by 100", f"{calls / took:,.0f} calls/s")


def _inserting(store: Store, traffic: Traffic, windows: int | None) -> float:
    slices = list(traffic.slices())[:windows]
    started = time.perf_counter()
    for dashboard, calls in slices:
        store.insert(calls, dashboard)
    return time.perf_counter() - started


def _show(what: str, figure: str) -> None:
    print(f"  {what:<52} {figure}", flush=True)  # noqa: T201 - as above


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
