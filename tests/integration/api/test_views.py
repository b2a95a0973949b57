"""Breakdowns, heatmaps, boxplots and the matrix, against plain Python over the same calls."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import fmean
from typing import Any

import numpy as np
import pytest

from tests.fixtures.cast import Cast
from tests.integration.api.recorded import Call, record
from tests.integration.api.test_access import assert_problem

FIRST = datetime(2026, 3, 28, 20, tzinfo=UTC)


@pytest.fixture(params=[None, datetime(2026, 3, 30, tzinfo=UTC)], ids=["open", "sealed"])
async def calls(cast: Cast, request: pytest.FixtureRequest) -> list[Call]:
    """Few enough in each hour and in all for digests to hold every one: quantiles are exact."""
    rng = Random(11)
    made = [
        Call(
            FIRST + timedelta(seconds=rng.randrange(30 * 3600)),
            rng.lognormvariate(3, 1),
            rng.choices(["home", "search", "cart"], [6, 3, 1])[0],
            # Three releases, the first of which does not sort first.
            ["2.0", "1.9", "2.1"][number // 40],
            rng.choice(["", "ann", "bob"]),
            f"192.0.2.{rng.randrange(12)}",
            rng.choice([0, 200, 404]),
        )
        for number in range(120)
    ]
    made.sort(key=lambda call: call.version != "2.0")
    await record(cast, made, sealed_until=request.param)
    return made


async def get(cast: Cast, view: str, **query: Any) -> dict[str, Any]:
    response = await cast.owner.get(f"/dashboards/{cast.dashboard_id}/{view}", params=query)
    assert response.status_code == 200, response.text
    shown: dict[str, Any] = response.json()
    return shown


@pytest.mark.parametrize("by", ["endpoint", "group_by", "ip", "status"])
async def test_a_breakdown_tells_calls_apart_the_busiest_first(
    cast: Cast, calls: list[Call], by: str
) -> None:
    shown = await get(cast, "breakdown", by=by, statistic="total_visits")

    expected = Counter(str(getattr(call, by)) for call in calls)
    assert {row["key"]: row["calls"] for row in shown["rows"]} == expected
    assert [row["calls"] for row in shown["rows"]] == sorted(expected.values(), reverse=True)
    for row in shown["rows"]:
        assert (row["values"], row["slices"]) == ({"total_visits": row["calls"]}, None)


async def test_what_is_beyond_the_top_is_one_row(cast: Cast, calls: list[Call]) -> None:
    shown = await get(cast, "breakdown", by="ip", top=3, statistic=["total_visits", "total_execution_time"])

    ranked = [calls for _, calls in Counter(call.ip for call in calls).most_common()]
    assert [row["calls"] for row in shown["rows"]] == [*ranked[:3], sum(ranked[3:])]
    assert [row["key"] is None for row in shown["rows"]] == [False, False, False, True]
    assert sum(row["values"]["total_execution_time"] for row in shown["rows"]) == pytest.approx(
        sum(call.ms for call in calls), rel=0.01
    )


async def test_a_breakdown_per_slice_has_a_set_for_each(cast: Cast, calls: list[Call]) -> None:
    shown = await get(
        cast, "breakdown", by="endpoint", statistic="total_visits", timeslice="day", end_date="2026-03-30"
    )

    assert [part["slice"] for part in shown["slices"]] == ["2026-03-28", "2026-03-29", "2026-03-30"]
    for row in shown["rows"]:
        days = [call.time.date().isoformat() for call in calls if call.endpoint == row["key"]]
        assert row["values"] is None
        assert [values["total_visits"] for values in row["slices"]] == [
            days.count(part["slice"]) for part in shown["slices"]
        ]


async def test_versions_stand_in_order_of_their_first_call(cast: Cast, calls: list[Call]) -> None:
    first = {
        version: min(call.time for call in calls if call.version == version)
        for version in {call.version for call in calls}
    }
    expected = sorted(first, key=lambda version: first[version])

    broken_down = await get(cast, "breakdown", by="version", statistic="total_visits")
    boxes = await get(cast, "version-boxplots")
    matrix = await get(cast, "matrix")

    assert [row["key"] for row in broken_down["rows"]] == expected
    assert [item["version"] for item in boxes["items"]] == expected
    assert matrix["versions"] == expected


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"statistic": "total_visits"}, "by"),
        ({"by": "endpoint"}, "statistic"),
        ({"by": "weekday", "statistic": "total_visits"}, "by"),
        ({"by": "ip", "statistic": "total_visits", "top": 0}, "top"),
        ({"by": "ip", "statistic": "total_visits", "top": 201}, "top"),
        (
            {"by": "ip", "statistic": "total_visits", "timeslice": "minute", "top": 200, "day": "2026-03-29"},
            "top",
        ),
    ],
)
async def test_a_breakdown_that_makes_no_sense_says_which_parameter(
    cast: Cast, query: dict[str, Any], parameter: str
) -> None:
    response = await cast.owner.get(f"/dashboards/{cast.dashboard_id}/breakdown", params=query)

    assert_problem(response, 422)
    assert [error["pointer"] for error in response.json()["errors"]] == [f"#/query/{parameter}"]


@pytest.mark.parametrize(("view", "unique"), [("visitor-heatmap", False), ("unique-visitor-heatmap", True)])
@pytest.mark.parametrize("timezone", ["UTC", "Europe/Amsterdam", "Asia/Kathmandu"])
async def test_a_heatmap_has_every_hour_of_every_day(
    cast: Cast, calls: list[Call], view: str, timezone: str, *, unique: bool
) -> None:
    shown = await get(cast, view, timezone=timezone, start_date="2026-03-28", end_date="2026-03-30")

    assert [day["day"] for day in shown["days"]] == ["2026-03-28", "2026-03-29", "2026-03-30"]
    hours = [hour for day in shown["days"] for hour in day["hours"]]
    assert [hour["start"] for hour in hours] == sorted(hour["start"] for hour in hours)
    for hour in hours:
        start = datetime.fromisoformat(hour["start"])
        inside = [call.ip for call in calls if start <= call.time < start + timedelta(hours=1)]
        assert hour["value"] == len(set(inside) if unique else inside)
    assert len(hours) == (71 if timezone == "Europe/Amsterdam" else 72)


async def test_a_skipped_hour_is_missing_and_a_repeated_one_is_there_twice(cast: Cast) -> None:
    repeated = datetime(2025, 10, 26, 0, 30, tzinfo=UTC)
    await record(
        cast, [Call(repeated), Call(repeated + timedelta(hours=1)), Call(repeated + timedelta(hours=1))]
    )

    [autumn] = (await get(cast, "visitor-heatmap", timezone="Europe/Amsterdam", day="2025-10-26"))["days"]
    [spring] = (await get(cast, "visitor-heatmap", timezone="Europe/Amsterdam", day="2026-03-29"))["days"]

    assert [hour["hour"] for hour in autumn["hours"]] == [0, 1, 2, 2, *range(3, 24)]
    assert [hour["value"] for hour in autumn["hours"]][:6] == [0, 0, 1, 2, 0, 0]
    assert [hour["hour"] for hour in spring["hours"]] == [0, 1, *range(3, 24)]


async def test_hours_to_come_have_no_value(cast: Cast) -> None:
    now = cast.resources.clock.now()
    await record(cast, [Call(now)])

    shown = await get(cast, "visitor-heatmap", day=f"{now + timedelta(days=1):%Y-%m-%d}")
    today = await get(cast, "visitor-heatmap", day=f"{now:%Y-%m-%d}")

    assert {hour["value"] for hour in shown["days"][0]["hours"]} == {None}
    assert [hour["value"] for hour in today["days"][0]["hours"]][now.hour] == 1


async def test_a_heatmap_of_another_statistic(cast: Cast, calls: list[Call]) -> None:
    shown = await get(
        cast,
        "execution-time-heatmap",
        statistic="slowest_measured_execution_time",
        precision="full",
        day="2026-03-29",
        endpoint="home",
    )

    for hour in shown["days"][0]["hours"]:
        inside = [
            call.ms
            for call in calls
            if call.endpoint == "home" and f"{call.time:%Y-%m-%dT%H}" == hour["slice"]
        ]
        assert hour["value"] == max(inside, default=None)

    refused = await cast.owner.get(
        f"/dashboards/{cast.dashboard_id}/execution-time-heatmap", params={"statistic": "versions"}
    )
    assert_problem(refused, 422)
    assert "median_execution_time" in refused.json()["detail"]


def box_of(times: list[float]) -> dict[str, Any]:
    if not times:
        return {"count": 0, **dict.fromkeys(("min", "p5", "p25", "p50", "p75", "p95", "max"))}
    p5, p25, p50, p75, p95 = np.quantile(times, (0.05, 0.25, 0.5, 0.75, 0.95)).tolist()
    return {
        "count": len(times),
        "min": min(times),
        "p5": pytest.approx(p5),
        "p25": pytest.approx(p25),
        "p50": pytest.approx(p50),
        "p75": pytest.approx(p75),
        "p95": pytest.approx(p95),
        "max": max(times),
    }


async def test_boxes_of_all_calls_of_one_endpoint_and_of_each(cast: Cast, calls: list[Call]) -> None:
    every = (await get(cast, "boxplot"))["box"]
    home = (await get(cast, "boxplot", endpoint="home"))["box"]
    each = (await get(cast, "endpoint-boxplots"))["items"]

    assert every == box_of([call.ms for call in calls])
    assert home == box_of([call.ms for call in calls if call.endpoint == "home"])
    assert [item["endpoint"] for item in each] == ["home", "search", "cart"]
    for item in each:
        assert item["box"] == box_of([call.ms for call in calls if call.endpoint == item["endpoint"]])


async def test_boxes_per_slice(cast: Cast, calls: list[Call]) -> None:
    shown = await get(cast, "boxplot", timeslice="day", start_date="2026-03-27", end_date="2026-03-30")

    assert shown["box"] is None
    assert [part["slice"] for part in shown["slices"]] == [f"2026-03-{day}" for day in (27, 28, 29, 30)]
    for part in shown["slices"]:
        inside = [call.ms for call in calls if call.time.date().isoformat() == part["slice"]]
        assert part["box"] == box_of(inside)


@pytest.mark.parametrize("endpoint", [None, "search"])
async def test_boxes_per_version(cast: Cast, calls: list[Call], endpoint: str | None) -> None:
    if endpoint is None:
        shown = await get(cast, "version-boxplots")
    else:
        shown = await get(cast, "endpoint/version-boxplots", endpoint=endpoint)

    for item in shown["items"]:
        assert item["box"] == box_of(
            [
                call.ms
                for call in calls
                if call.version == item["version"] and endpoint in {None, call.endpoint}
            ]
        )
    assert {item["version"] for item in shown["items"]} == {"1.9", "2.0", "2.1"}


async def test_boxes_per_version_of_an_endpoint_that_is_none(cast: Cast) -> None:
    path = f"/dashboards/{cast.dashboard_id}/endpoint/version-boxplots"
    assert_problem(await cast.owner.get(path, params={"endpoint": "never seen"}), 404)
    assert_problem(await cast.owner.get(path), 422)


@pytest.mark.parametrize(
    ("by", "top", "filters"),
    [("group_by", 20, {"endpoint": "home"}), ("ip", 4, {"endpoint": "home"}), ("endpoint", 2, {})],
)
async def test_a_matrix_sets_versions_against_the_busiest(
    cast: Cast, calls: list[Call], by: str, top: int, filters: dict[str, str]
) -> None:
    shown = await get(cast, "matrix", by=by, top=top, **filters)

    matching = [call for call in calls if not filters or call.endpoint == "home"]
    busiest = Counter(getattr(call, by) for call in matching)
    keys = [row["key"] for row in shown["rows"] if row["key"] is not None]
    assert sorted(busiest[key] for key in keys) == sorted(busiest.values())[-top:]
    assert ([row["key"] for row in shown["rows"]][-1] is None) is (len(busiest) > top)
    for row in shown["rows"]:
        for version, cell in zip(shown["versions"], row["cells"], strict=True):
            times = [
                call.ms
                for call in matching
                if call.version == version
                and (
                    getattr(call, by) == row["key"] or (row["key"] is None and getattr(call, by) not in keys)
                )
            ]
            assert cell["calls"] == len(times)
            assert cell["average_execution_time"] == pytest.approx(fmean(times) if times else 0, rel=0.05)
    assert sum(cell["calls"] for row in shown["rows"] for cell in row["cells"]) == len(matching)
