"""Answers from blocks against plain Python over the same calls."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import fmean
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
import pytest

from services.aggregator.apply.names import NameCache
from services.aggregator.apply.service import Outcome, apply_batch
from shared.contracts.ids import DashboardId
from tests.fixtures.cast import Cast
from tests.fixtures.rows import batch, named_calls
from tests.integration.api.test_access import assert_problem

FIRST = datetime(2026, 3, 27, 22, 30, tzinfo=UTC)


class Call(NamedTuple):
    time: datetime
    ms: float
    endpoint: str
    version: str
    ip: str


@pytest.fixture
async def calls(cast: Cast) -> list[Call]:
    """Four days of calls, across the hour that Amsterdam skips, applied in six batches."""
    rng = Random(7)
    made = [
        Call(
            FIRST + timedelta(seconds=rng.randrange(4 * 86_400), microseconds=rng.randrange(1_000_000)),
            rng.lognormvariate(3, 1),
            rng.choice(["home", "search", "cart"]),
            "1.0" if number < 300 else "1.1",
            f"192.0.2.{rng.randrange(9)}",
        )
        for number in range(600)
    ]
    await apply(cast, made)
    return made


async def apply(cast: Cast, made: list[Call]) -> None:
    dashboard_id = DashboardId(UUID(cast.dashboard_id))
    names = NameCache()
    for sequence, start in enumerate(range(0, len(made), 100), start=1):
        part = made[start : start + 100]
        columns = named_calls(
            [call.time for call in part],
            execution_ms=[call.ms for call in part],
            endpoints=[call.endpoint for call in part],
            versions=[call.version for call in part],
            ips=[call.ip for call in part],
        )
        async with cast.resources.sessions.begin() as session:
            outcome = await apply_batch(session, batch(dashboard_id, sequence, columns), names, FIRST)
            assert outcome is Outcome.APPLIED


async def ask(cast: Cast, statistics: Iterable[str], **query: Any) -> dict[str, Any]:
    params = {"statistic": list(statistics), "precision": "full", **query}
    response = await cast.owner.get(f"/dashboards/{cast.dashboard_id}", params=params)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()["statistics"]
    return answer


async def test_every_statistic_of_all_calls(cast: Cast, calls: list[Call]) -> None:
    times = [call.ms for call in calls]
    per_ip = {ip: sum(call.ip == ip for call in calls) for ip in {call.ip for call in calls}}
    quantiles = dict(
        zip(
            (
                "fastest_quartile",
                "median",
                "slowest_quartile",
                "ninetieth_percentile",
                "ninety-ninth_percentile",
            ),
            np.quantile(times, (0.25, 0.5, 0.75, 0.9, 0.99)).tolist(),
            strict=True,
        )
    )
    expected = {
        "total_visits": 600,
        "total_execution_time": pytest.approx(sum(times), rel=1e-12),
        "average_execution_time": pytest.approx(fmean(times), rel=1e-12),
        "visits_per_ip": per_ip,
        "unique_visitors": len(per_ip),
        "fastest_measured_execution_time": min(times),
        "slowest_measured_execution_time": max(times),
        "versions": [version for _, version in sorted(_first_seen(calls))],
        **{f"{name}_execution_time": pytest.approx(value) for name, value in quantiles.items()},
    }

    answer = await ask(cast, expected)

    assert answer["values"] == expected
    assert list(answer["values"]["visits_per_ip"].values()) == sorted(per_ip.values(), reverse=True)


def _first_seen(calls: list[Call]) -> list[tuple[datetime, str]]:
    return [
        (min(call.time for call in calls if call.version == version), version)
        for version in {call.version for call in calls}
    ]


@pytest.mark.parametrize("timeslice", ["hour", "day", "week", "month", "year"])
@pytest.mark.parametrize("timezone", ["UTC", "Europe/Amsterdam", "Asia/Kathmandu"])
async def test_slices_hold_the_calls_of_their_time(
    cast: Cast, calls: list[Call], timeslice: str, timezone: str
) -> None:
    answer = await ask(
        cast,
        ["total_visits", "median_execution_time"],
        timeslice=timeslice,
        timezone=timezone,
        end_date="2026-04-02",
    )

    edges = [datetime.fromisoformat(part["start"]) for part in answer["slices"]]
    ends = [*edges[1:], datetime.fromisoformat(answer["end"])]
    assert answer["values"] is None
    assert datetime.fromisoformat(answer["start"]) == edges[0] <= FIRST
    for part, start, end in zip(answer["slices"], edges, ends, strict=True):
        inside = [call.ms for call in calls if start <= call.time < end]
        median = pytest.approx(float(np.median(inside))) if inside else None
        assert part["values"] == {"total_visits": len(inside), "median_execution_time": median}, part["slice"]
    assert sum(part["values"]["total_visits"] for part in answer["slices"]) == len(calls)


async def test_the_day_that_loses_an_hour_has_23(cast: Cast, calls: list[Call]) -> None:
    assert calls
    answer = await ask(
        cast,
        ["total_visits"],
        timeslice="hour",
        timezone="Europe/Amsterdam",
        start_date="2026-03-29",
        end_date="2026-03-29T23",
    )
    keys = [part["slice"] for part in answer["slices"]]
    assert keys == [f"2026-03-29T{hour:02}" for hour in range(24) if hour != 2]


@pytest.mark.parametrize(
    ("query", "start", "end"),
    [
        (
            {"start_date": "2026-03-28", "end_date": "2026-03-29"},
            "2026-03-28T00:00:00+00:00",
            "2026-03-30T00:00:00+00:00",
        ),
        (
            {"start_date": "2026-03-28T10", "end_date": "2026-03-28T11", "granularity": "hour"},
            "2026-03-28T10:00:00+00:00",
            "2026-03-28T12:00:00+00:00",
        ),
        (
            {"start_date": "2026-03-28T10-15", "end_date": "2026-03-28T10:20", "granularity": "minute"},
            "2026-03-28T10:15:00+00:00",
            "2026-03-28T10:21:00+00:00",
        ),
        (
            {"start_date": "2026-W13", "end_date": "2026-W13", "granularity": "week"},
            "2026-03-23T00:00:00+00:00",
            "2026-03-30T00:00:00+00:00",
        ),
        ({"end_date": "2026-03-28"}, "2026-03-27T00:00:00+00:00", "2026-03-29T00:00:00+00:00"),
    ],
)
async def test_both_ends_are_inclusive_at_the_granularity(
    cast: Cast, calls: list[Call], query: dict[str, str], start: str, end: str
) -> None:
    answer = await ask(cast, ["total_visits"], **query)

    begin, stop = datetime.fromisoformat(start), datetime.fromisoformat(end)
    assert (datetime.fromisoformat(answer["start"]), datetime.fromisoformat(answer["end"])) == (begin, stop)
    assert answer["values"]["total_visits"] == sum(begin <= call.time < stop for call in calls)


@pytest.mark.parametrize(
    "filters",
    [
        {"endpoint": "home"},
        {"version": "1.1"},
        {"ip": "192.0.2.3"},
        {"endpoint": "cart", "version": "1.0", "ip": "192.0.2.1"},
        {"endpoint": "never seen"},
        {"group_by": "never seen"},
    ],
)
async def test_filters_let_through_what_matches_all_of_them(
    cast: Cast, calls: list[Call], filters: dict[str, str]
) -> None:
    answer = await ask(cast, ["total_visits", "slowest_measured_execution_time"], **filters)

    matching = [
        call.ms
        for call in calls
        if all(getattr(call, name, None) == value for name, value in filters.items())
    ]
    assert answer["values"] == {
        "total_visits": len(matching),
        "slowest_measured_execution_time": max(matching, default=None),
    }


async def test_numbers_are_rounded_for_people_unless_asked_not_to(cast: Cast) -> None:
    await apply(cast, [Call(FIRST, ms, "home", "1", "192.0.2.1") for ms in (0.5, 0.5, 1.0)])

    assert (await ask(cast, ["average_execution_time"]))["values"]["average_execution_time"] == 2 / 3
    rounded = await ask(cast, ["average_execution_time"], precision="reduced")
    assert rounded["values"]["average_execution_time"] == 0.67


async def test_endpoints_share_out_the_calls(cast: Cast, calls: list[Call]) -> None:
    response = await cast.owner.get(
        f"/dashboards/{cast.dashboard_id}/endpoints",
        params={"statistic": ["total_visits", "total_execution_time"], "precision": "full"},
    )

    assert [item["name"] for item in response.json()["items"]] == ["cart", "home", "search"]
    for item in response.json()["items"]:
        times = [call.ms for call in calls if call.endpoint == item["name"]]
        assert item["values"] == {
            "total_visits": len(times),
            "total_execution_time": pytest.approx(sum(times), rel=1e-12),
        }


async def test_a_dashboard_without_calls_has_zeros_and_nulls(cast: Cast) -> None:
    answer = await ask(
        cast, ["total_visits", "total_execution_time", "average_execution_time", "median_execution_time"]
    )
    assert list(answer["values"].values()) == [0, 0, 0, None]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"statistic": "loudness"}, "statistic/0"),
        ({"start_date": "yesterday"}, "start_date"),
        ({"start_date": "2026-13"}, "start_date"),
        ({"start_date": "2026-W54"}, "start_date"),
        ({"start_date": "2026-01-01T00:00:00"}, "start_date"),
        ({"end_date": "0001"}, "end_date"),
        ({"end_date": "9999"}, "end_date"),
        ({"start_date": "2026-02", "end_date": "2026-01"}, "start_date"),
        ({"granularity": "fortnight"}, "granularity"),
        ({"timeslice": "second"}, "timeslice"),
        ({"timeslice": "minute", "start_date": "2020"}, "timeslice"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"timezone": "../../etc/passwd"}, "timezone"),
        ({"precision": "some"}, "precision"),
    ],
)
async def test_a_query_that_makes_no_sense_says_which_parameter(
    cast: Cast, query: dict[str, str], parameter: str
) -> None:
    response = await cast.owner.get(
        f"/dashboards/{cast.dashboard_id}", params={"statistic": "total_visits", **query}
    )

    assert_problem(response, 422)
    assert [error["pointer"] for error in response.json()["errors"]] == [f"#/query/{parameter}"]
