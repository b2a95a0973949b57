"""Statistics of a dashboard and its endpoints, against plain Python over the same calls."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import fmean
from typing import Any

import numpy as np
import pytest

from shared.calls.name_digest import name_digest
from shared.db.models import SourceEndpoint
from tests.fixtures.cast import Cast
from tests.integration.api.recorded import Call, dashboard_id, record
from tests.integration.api.test_access import assert_problem

FIRST = datetime(2026, 3, 27, 22, 30, tzinfo=UTC)


@pytest.fixture(params=[None, datetime(2026, 3, 30, 9, tzinfo=UTC)], ids=["open", "sealed"])
async def calls(cast: Cast, request: pytest.FixtureRequest) -> list[Call]:
    """Four days of calls, across the hour that Amsterdam skips; in blocks alone, or mostly rolled up."""
    rng = Random(7)
    made = [
        Call(
            FIRST + timedelta(seconds=rng.randrange(4 * 86_400), microseconds=rng.randrange(1_000_000)),
            rng.lognormvariate(3, 1),
            rng.choice(["home", "search", "cart"]),
            "1.0" if number < 300 else "1.1",
            rng.choice(["", "ann"]),
            f"192.0.2.{rng.randrange(9)}",
            rng.choice([0, 200, 500]),
        )
        for number in range(600)
    ]
    await record(cast, made, sealed_until=request.param)
    return made


async def ask(cast: Cast, statistics: Iterable[str], **query: Any) -> dict[str, Any]:
    params = {"statistic": list(statistics), "precision": "full", **query}
    response = await cast.owner.get(f"/dashboards/{cast.dashboard_id}", params=params)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()["statistics"]
    return answer


async def test_every_statistic_of_all_calls(cast: Cast, calls: list[Call]) -> None:
    times = [call.ms for call in calls]
    per_ip = {ip: sum(call.ip == ip for call in calls) for ip in {call.ip for call in calls}}
    quantiles = {
        "fastest_quartile_execution_time": 0.25,
        "median_execution_time": 0.5,
        "slowest_quartile_execution_time": 0.75,
        "ninetieth_percentile_execution_time": 0.9,
        "ninety-ninth_percentile_execution_time": 0.99,
    }
    expected = {
        "total_visits": 600,
        "total_execution_time": pytest.approx(sum(times), rel=1e-12),
        "average_execution_time": pytest.approx(fmean(times), rel=1e-12),
        "visits_per_ip": per_ip,
        "unique_visitors": len(per_ip),
        "fastest_measured_execution_time": min(times),
        "slowest_measured_execution_time": max(times),
        "versions": [version for _, version in sorted(_first_seen(calls))],
    }

    values = (await ask(cast, [*expected, *quantiles]))["values"]

    assert {name: values[name] for name in expected} == expected
    assert list(values["visits_per_ip"].values()) == sorted(per_ip.values(), reverse=True)
    for name, q in quantiles.items():
        assert_quantile(values[name], times, q)


def assert_quantile(value: float | None, times: list[float], q: float) -> None:
    """Within a thousandth and a call of where it belongs: of what is rolled up, digests are merged."""
    if not times:
        assert value is None
        return
    slack = 0.001 + 1 / len(times)
    low, high = np.quantile(times, (max(q - slack, 0), min(q + slack, 1)))
    assert value is not None
    assert low <= value <= high


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
        assert part["values"]["total_visits"] == len(inside), part["slice"]
        assert_quantile(part["values"]["median_execution_time"], inside, 0.5)
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
        {"group_by": "ann", "version": "1.0"},
        {"group_by": ""},
        {"status": 500},
        {"status": 0, "endpoint": "search"},
    ],
)
async def test_filters_let_through_what_matches_all_of_them(
    cast: Cast, calls: list[Call], filters: dict[str, Any]
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
    await record(cast, [Call(FIRST, ms) for ms in (0.5, 0.5, 1.0)])

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
        ({"status": "broken"}, "status"),
        ({"day": "2026-03"}, "day"),
        ({"month": "2026-03-28"}, "month"),
        ({"week": "2026-W54"}, "week"),
        ({"hour": "2026-03-28T10-15"}, "hour"),
        ({"hour": "2026-03-29T02", "timezone": "Europe/Amsterdam"}, "hour"),
        ({"minute": "2026-03-28T10:60"}, "minute"),
        ({"year": "26"}, "year"),
        ({"year": "2026", "day": "2026-03-28"}, "day"),
        ({"day": "2026-03-28", "start_date": "2026-03-28"}, "day"),
        ({"day": "2026-03-28", "end_date": "2026-03-28"}, "day"),
        ({"version": ["1.0", "1.1"]}, "version"),
        ({"start_date": ["2026", "2026"]}, "start_date"),
        ({"versoin": "1.0"}, "versoin"),
        ({"timeslice": "minute", "timeslice_is_static": "false", "start_date": "2020"}, "timeslice"),
        (
            {
                "timeslice": "hour",
                "timeslice_is_static": "false",
                "start_date": "2026-02",
                "end_date": "2026-01",
            },
            "start_date",
        ),
    ],
)
async def test_a_query_that_makes_no_sense_says_which_parameter(
    cast: Cast, query: dict[str, Any], parameter: str
) -> None:
    response = await cast.owner.get(
        f"/dashboards/{cast.dashboard_id}", params={"statistic": "total_visits", **query}
    )

    assert_problem(response, 422)
    assert [error["pointer"] for error in response.json()["errors"]] == [f"#/query/{parameter}"]


async def test_what_is_allowed_is_listed(cast: Cast) -> None:
    async def detail(**query: str) -> str:
        response = await cast.owner.get(f"/dashboards/{cast.dashboard_id}", params=query)
        assert_problem(response, 422)
        said: str = response.json()["detail"]
        return said

    assert "'total_visits'" in await detail(statistic="loudness")
    assert "2018-W17" in await detail(statistic="total_visits", week="2026-20")
    assert "minute" in await detail(statistic="total_visits", timeslice="second")


@pytest.mark.parametrize(
    ("query", "start", "end"),
    [
        ({"year": "2026"}, "2026-01-01T00:00:00+00:00", "2027-01-01T00:00:00+00:00"),
        ({"month": "2026-03"}, "2026-03-01T00:00:00+00:00", "2026-04-01T00:00:00+00:00"),
        ({"week": "2026-W13"}, "2026-03-23T00:00:00+00:00", "2026-03-30T00:00:00+00:00"),
        ({"day": "2026-03-28"}, "2026-03-28T00:00:00+00:00", "2026-03-29T00:00:00+00:00"),
        ({"hour": "2026-03-28T10"}, "2026-03-28T10:00:00+00:00", "2026-03-28T11:00:00+00:00"),
        ({"minute": "2026-03-28T10-15"}, "2026-03-28T10:15:00+00:00", "2026-03-28T10:16:00+00:00"),
        ({"minute": "2026-03-28T10:15"}, "2026-03-28T10:15:00+00:00", "2026-03-28T10:16:00+00:00"),
        # The day that loses an hour.
        (
            {"day": "2026-03-29", "timezone": "Europe/Amsterdam"},
            "2026-03-28T23:00:00+00:00",
            "2026-03-29T22:00:00+00:00",
        ),
        # The hour that comes twice.
        (
            {"hour": "2025-10-26T02", "timezone": "Europe/Amsterdam"},
            "2025-10-26T00:00:00+00:00",
            "2025-10-26T02:00:00+00:00",
        ),
    ],
)
async def test_a_time_filter_is_one_calendar_unit(
    cast: Cast, calls: list[Call], query: dict[str, str], start: str, end: str
) -> None:
    answer = await ask(cast, ["total_visits"], **query)

    begin, stop = datetime.fromisoformat(start), datetime.fromisoformat(end)
    assert (datetime.fromisoformat(answer["start"]), datetime.fromisoformat(answer["end"])) == (begin, stop)
    assert answer["values"]["total_visits"] == sum(begin <= call.time < stop for call in calls)


async def test_slices_longer_than_a_time_filter_hold_no_more_than_it(cast: Cast, calls: list[Call]) -> None:
    answer = await ask(cast, ["total_visits"], day="2026-03-28", timeslice="month")

    [part] = answer["slices"]
    assert (part["slice"], part["start"]) == ("2026-03", "2026-03-28T00:00:00Z")
    assert part["values"]["total_visits"] == sum(call.time.date().day == 28 for call in calls)


async def test_rolling_slices_begin_where_the_range_does(cast: Cast, calls: list[Call]) -> None:
    answer = await ask(
        cast,
        ["total_visits", "slowest_measured_execution_time"],
        timeslice="day",
        timeslice_is_static=False,
        start_date="2026-03-28T10-15",
        end_date="2026-03-30T12-29",
        granularity="minute",
    )

    begin = datetime(2026, 3, 28, 10, 15, tzinfo=UTC)
    edges = [
        begin,
        begin + timedelta(days=1),
        begin + timedelta(days=2),
        datetime(2026, 3, 30, 12, 30, tzinfo=UTC),
    ]
    assert datetime.fromisoformat(answer["end"]) == edges[-1]
    assert [part["slice"] for part in answer["slices"]] == ["2026-03-28", "2026-03-29", "2026-03-30"]
    for part, start, end in zip(answer["slices"], edges[:-1], edges[1:], strict=True):
        inside = [call.ms for call in calls if start <= call.time < end]
        assert datetime.fromisoformat(part["start"]) == start
        assert part["values"] == {
            "total_visits": len(inside),
            "slowest_measured_execution_time": max(inside),
        }


async def test_one_endpoint_is_asked_for_by_its_name(cast: Cast) -> None:
    await record(
        cast,
        [Call(FIRST, 1.0, "shop/<int:id>"), Call(FIRST, 5.0, "shop/<int:id>"), Call(FIRST, 9.0, "home")],
    )
    path = f"/dashboards/{cast.dashboard_id}/endpoint"
    shown = (
        await cast.owner.get(path, params={"endpoint": "shop/<int:id>", "statistic": ["total_visits"]})
    ).json()

    assert (shown["name"], shown["monitor_level"]) == ("shop/<int:id>", None)
    assert shown["statistics"]["values"] == {"total_visits": 2}
    sliced = {"endpoint": "home", "statistic": "total_visits", "timeslice": "year", "year": "2026"}
    [part] = (await cast.owner.get(path, params=sliced)).json()["statistics"]["slices"]
    assert part["values"] == {"total_visits": 1}
    assert (await cast.owner.get(path, params={"endpoint": "home"})).json()["statistics"] is None
    assert_problem(await cast.owner.get(path, params={"endpoint": "never seen"}), 404)
    assert_problem(await cast.owner.get(path), 422)


@pytest.mark.parametrize("statistic", [{}, {"statistic": "total_visits", "year": "2025"}])
@pytest.mark.parametrize("sealed", [False, True])
async def test_an_endpoint_was_last_requested_when_source_or_calls_say_so_whichever_is_later(
    cast: Cast, statistic: dict[str, str], sealed: bool
) -> None:
    day = timedelta(days=1)
    called = {"stale": FIRST + 3 * day, "current": FIRST, "never noted": FIRST + day, "never called": None}
    noted = {"stale": FIRST + day, "current": FIRST + 2 * day, "never noted": None, "never called": FIRST}
    calls = [Call(moment, endpoint=name) for name, moment in called.items() if moment is not None]
    await record(cast, calls, sealed_until=FIRST + 30 * day if sealed else None)
    async with cast.resources.sessions.begin() as session:
        session.add_all(
            SourceEndpoint(
                dashboard_id=dashboard_id(cast),
                digest=name_digest(name),
                name=name,
                monitor_level=1,
                last_requested_at=moment,
            )
            for name, moment in noted.items()
        )

    shown = {}
    for name in called:
        query = {"endpoint": name, **statistic}
        answer = (await cast.owner.get(f"/dashboards/{cast.dashboard_id}/endpoint", params=query)).json()
        shown[name] = datetime.fromisoformat(answer["last_requested_at"])
        assert (answer["statistics"] is None) == (not statistic)
        if statistic:
            assert answer["statistics"]["values"] == {"total_visits": 0}

    assert shown == {
        "stale": FIRST + 3 * day,
        "current": FIRST + 2 * day,
        "never noted": FIRST + day,
        "never called": FIRST,
    }


async def test_endpoints_that_the_source_lists_are_shown_under_what_their_calls_count_for(cast: Cast) -> None:
    await record(
        cast,
        [Call(FIRST, endpoint="old"), Call(FIRST, endpoint="new"), Call(FIRST, endpoint="new")],
        aliases={"old": "new"},
    )
    later = FIRST + timedelta(days=1)
    async with cast.resources.sessions.begin() as session:
        for name, level, version in (("old", 3, "0.9"), ("new", 1, "1.0"), ("idle", 2, None)):
            session.add(
                SourceEndpoint(
                    dashboard_id=dashboard_id(cast),
                    digest=name_digest(name),
                    name=name,
                    monitor_level=level,
                    added_at=FIRST if name == "old" else later,
                    version_added=version,
                    last_requested_at=later if name == "old" else None,
                )
            )

    listed = await cast.owner.get(
        f"/dashboards/{cast.dashboard_id}/endpoints",
        params={"statistic": ["total_visits", "median_execution_time", "visits_per_ip", "versions"]},
    )
    alone = await cast.owner.get(
        f"/dashboards/{cast.dashboard_id}/endpoint", params={"endpoint": "old", "statistic": "total_visits"}
    )

    idle, new = listed.json()["items"]
    assert (idle["name"], idle["monitor_level"], idle["last_requested_at"]) == ("idle", 2, None)
    assert list(idle["values"].values()) == [0, None, {}, []]
    assert (new["name"], new["monitor_level"]) == ("new", 3)
    assert datetime.fromisoformat(new["last_requested_at"]) == later
    assert list(new["values"].values()) == [3, 1.0, {"192.0.2.1": 3}, ["1.0"]]
    assert (alone.json()["name"], alone.json()["statistics"]["values"]) == ("new", {"total_visits": 3})
    assert datetime.fromisoformat(alone.json()["added_at"]) == FIRST
    assert alone.json()["version_added"] == "0.9"
