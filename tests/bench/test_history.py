"""Claim: reading an app's whole history takes little longer than the app takes to give it.

Ours: from registering the app until every call of it is in Postgres, with fetcher, aggregator and the app on this
machine. Peer: the app alone, asked for exactly the same windows or pages, one after the other, by a client that
throws the answers away. Ratio: the share of ours that is the app's own time.
"""

import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from shared.db.models import FetchWindow
from tests.bench.figures import Bound, publish
from tests.bench.stack import Stack
from tests.fixtures.bridged import NEWEST
from tests.fixtures.bridged_apps import BridgedAppFactory
from tests.fixtures.fmd import FmdAppFactory, FmdCall, generated_calls

pytestmark = [pytest.mark.bench, pytest.mark.timeout(900)]

_CALLS = 500_000
_DAYS = 30


def _history() -> Iterable[FmdCall]:
    now = datetime.now(UTC)
    return generated_calls(_CALLS, since=now - timedelta(days=_DAYS), until=now - timedelta(minutes=1))


async def _read(folder: Path, url: str, token: str) -> tuple[float, list[FetchWindow]]:
    """Seconds until every call was applied, and what was asked for on the way."""
    async with Stack(folder) as stack:
        await stack.system.start("api", "fetcher", "aggregator")
        began = time.perf_counter()
        dashboard_id = await stack.system.add_dashboard(url, token)
        await stack.system.when(
            dashboard_id, lambda dashboard: dashboard["applied"]["applied_calls"] >= _CALLS, 600
        )
        took = time.perf_counter() - began
        async with stack.sessions() as session:
            windows = await session.scalars(select(FetchWindow).order_by(FetchWindow.sequence))
            return took, list(windows)


async def _alone(urls: Iterable[str], token: str = "") -> float:
    """Seconds that the app takes to answer, one question after the other."""
    headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "gzip"} if token else {}
    took = 0.0
    async with httpx.AsyncClient(timeout=120, trust_env=False, headers=headers) as client:
        for url in urls:
            began = time.perf_counter()
            async with client.stream("GET", url) as response:
                async for _ in response.aiter_raw():
                    pass
            took += time.perf_counter() - began
            assert response.status_code == 200
    return took


def _publish(name: str, ours_seconds: float, alone_seconds: float, requests: int, app: str) -> None:
    print(f"\n{name}: {ours_seconds:.1f} s; {app} alone {alone_seconds:.1f} s, {requests} requests")  # noqa: T201
    publish(
        name,
        value=_CALLS / ours_seconds,
        unit="calls/s",
        peer=f"{app} alone",
        peer_value=_CALLS / alone_seconds,
        bound=Bound("at least", 0.8, of="ratio"),
    )


async def test_history_by_windows(tmp_path: Path, fmd_app: FmdAppFactory) -> None:
    app = await fmd_app(_history())

    took, windows = await _read(tmp_path, app.url, app.token)

    urls = [
        f"{app.url}/get_json_data/{int(each.window_start.timestamp())}/{int(each.window_end.timestamp())}"
        for each in windows
    ]
    _publish("history_ratio_to_source", took, await _alone(urls), len(urls), "FMD 1.13.0")


async def test_history_by_pages(tmp_path: Path, bridged_app: BridgedAppFactory) -> None:
    app = await bridged_app(NEWEST, _history())

    took, windows = await _read(tmp_path, app.url, app.token)

    urls = [
        f"{app.route('calls')}?after={each.cursor_after}&limit={each.calls}&settle_seconds=2"
        for each in windows
    ]
    _publish(
        "history_ratio_to_bridge", took, await _alone(urls, app.token), len(urls), "FMD 5.1.0 with the bridge"
    )
