"""A dashboard with a few calls on two days, and wallboards that ask for its widgets."""

from base64 import b64encode
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from tests.fixtures.cast import Cast, created
from tests.integration.api.recorded import Call, record

CALLS = [
    Call(datetime(2026, 5, 19, 9, tzinfo=UTC), 20, "home", ip="192.0.2.1", status=200),
    Call(datetime(2026, 5, 19, 9, tzinfo=UTC), 40, "home", ip="192.0.2.1", status=200),
    Call(datetime(2026, 5, 20, 10, tzinfo=UTC), 10, "home", "1.0", ip="192.0.2.1", status=200),
    Call(datetime(2026, 5, 20, 10, tzinfo=UTC), 20, "home", "1.0", ip="192.0.2.1", status=200),
    Call(datetime(2026, 5, 20, 12, tzinfo=UTC), 30, "home", "1.1", ip="192.0.2.1", status=500),
    Call(datetime(2026, 5, 20, 12, tzinfo=UTC), 100, "search", "1.1", ip="192.0.2.2", status=200),
]
DAY = {"day": "2026-05-20"}


def basic(key: str) -> dict[str, str]:
    return {"Authorization": "Basic " + b64encode(f"{key}:X".encode()).decode()}


def widgets_of(cast: Cast) -> str:
    return f"/dashboards/{cast.dashboard_id}/widgets"


def defined(kind: str, statistic: str = "total_visits", **fields: Any) -> dict[str, Any]:
    return {"kind": kind, "statistic": statistic, "range": DAY, **fields}


async def make_widget(cast: Cast, definition: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return await created(cast.owner, widgets_of(cast), {"title": "Shop", "definition": definition, **fields})


async def ask(cast: Cast, made: dict[str, Any], query: str = "", method: str = "GET") -> httpx.Response:
    """As a wallboard that has the widget's key."""
    return await cast.nobody.request(method, made["url"] + query, headers=basic(made["key"]))


@pytest.fixture
async def shop(cast: Cast) -> Cast:
    await record(cast, CALLS)
    return cast
