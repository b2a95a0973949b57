"""All dashboards at a glance: the last day of each, beside the day before it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from typing_extensions import override

from shared.clock.clock import Clock
from shared.db.models import UptimeInterval
from tests.fixtures.cast import DASHBOARD, Cast, WholeCast
from tests.integration.api.recorded import Call, dashboard_id, record

HOUR = timedelta(hours=1)
# Half past: the present hour is not over.
PRESENT = datetime(2026, 5, 20, 14, tzinfo=UTC)
NOW = PRESENT + HOUR / 2


class _Clock(Clock):
    @override
    def now(self) -> datetime:
        return NOW


@pytest.fixture
def dated(cast: Cast) -> Cast:
    """The cast at NOW."""
    cast.app.state.resources = replace(cast.resources, clock=_Clock())
    return cast


def hours_ago(hours: float, ms: float) -> Call:
    return Call(NOW - timedelta(hours=hours), ms)


async def overview(cast: Cast, **query: Any) -> dict[str, Any]:
    response = await cast.owner.get("/overview", params=query)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


async def test_a_day_is_told_by_the_hour_and_beside_the_one_before(dated: Cast) -> None:
    early = [float(ms) for ms in range(1, 41)]
    late = [500.0, 700.0]
    before = [10.0, 20.0, 90.0]
    await record(
        dated,
        [
            *(hours_ago(24, ms) for ms in early),
            *(hours_ago(3, ms) for ms in late),
            *(hours_ago(25, ms) for ms in before),
            # Of no day that is asked for.
            hours_ago(49, 1e6),
            hours_ago(72, 1e6),
        ],
        sealed_until=PRESENT,
    )

    shown = await overview(dated)

    assert shown["start"] == "2026-05-19T14:00:00Z"
    assert shown["next_cursor"] is None
    [item] = shown["items"]
    assert item["dashboard"]["name"] == "shop"
    assert item["visits"] == [40, *[0] * 20, 2, 0, 0, 0]
    times = item["p95_execution_time"]
    assert (times[0], times[21]) == (pytest.approx(38.0, abs=0.1), 690.0)
    assert [place for place, time in enumerate(times) if time is not None] == [0, 21]
    assert item["totals"]["visits"] == 42
    assert item["totals"]["p95_execution_time"] == pytest.approx(np.quantile([*early, *late], 0.95), rel=0.01)
    assert item["totals_before"] == {"visits": 3, "p95_execution_time": 83.0}


async def test_hours_that_are_not_rolled_up_yet_are_counted_once(dated: Cast) -> None:
    await record(
        dated,
        [hours_ago(0.1, 5.0), hours_ago(0.2, 5.0), hours_ago(1, 5.0), hours_ago(2, 5.0)],
        sealed_until=PRESENT - HOUR,
    )

    [item] = (await overview(dated))["items"]

    assert item["visits"][-3:] == [1, 1, 2]
    assert item["p95_execution_time"][-3:] == [5.0, None, None]
    # The present hour belongs to no day.
    assert item["totals"]["visits"] == 2


async def test_a_dashboard_without_calls_says_nothing(dated: Cast) -> None:
    [item] = (await overview(dated))["items"]

    nothing = {"visits": 0, "p95_execution_time": None}
    assert (item["totals"], item["totals_before"]) == (nothing, nothing)
    assert (item["visits"], item["p95_execution_time"]) == ([0] * 25, [None] * 25)
    assert (item["uptime_percent"], item["uptime"]["status"]) == (None, "unknown")


async def test_uptime_is_of_the_last_thirty_days(dated: Cast) -> None:
    begun, down = NOW - timedelta(days=40), NOW - timedelta(days=3)
    async with dated.resources.sessions.begin() as session:
        for start, end, error in ((begun, down, None), (down, NOW, "timeout")):
            session.add(
                UptimeInterval(dashboard_id=dashboard_id(dated), started_at=start, ended_at=end, error=error)
            )

    [item] = (await overview(dated))["items"]

    assert item["uptime_percent"] == pytest.approx(90)
    assert (item["uptime"]["status"], item["uptime"]["error"]) == ("down", "timeout")


async def test_a_cursor_leads_through_all_in_the_order_of_the_list(cast: Cast) -> None:
    for number in (2, 3):
        url = f"http://shop{number}.example/dashboard"
        created = await cast.owner.post(
            "/dashboards", json={**DASHBOARD, "name": f"shop {number}", "url": url}
        )
        assert created.status_code == 201
    await record(cast, [Call(datetime.now(UTC) - 3 * HOUR)])

    first = await overview(cast, limit=2)
    second = await overview(cast, limit=2, cursor=first["next_cursor"])

    assert [item["dashboard"]["name"] for item in first["items"]] == ["shop", "shop 2"]
    assert [item["totals"]["visits"] for item in first["items"]] == [1, 0]
    assert [item["dashboard"]["name"] for item in second["items"]] == ["shop 3"]
    assert second["next_cursor"] is None


async def test_each_sees_what_is_theirs_or_shared(whole_cast: WholeCast) -> None:
    ours, other = whole_cast.dashboard_id, whole_cast.other_dashboard_id
    for client, seen in (
        (whole_cast.owner, [ours, other]),
        (whole_cast.viewer, [ours]),
        (whole_cast.bound_key, [ours]),
        (whole_cast.link, [ours]),
        (whole_cast.stranger, []),
    ):
        items = (await client.get("/overview")).json()["items"]
        assert [item["dashboard"]["id"] for item in items] == seen
