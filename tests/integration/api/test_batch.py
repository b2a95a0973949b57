"""Many panels in one question."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.fixtures.cast import Cast
from tests.integration.api.recorded import Call, record
from tests.integration.api.test_access import assert_problem

FIRST = datetime(2026, 3, 28, tzinfo=UTC)
DAY = "2026-03-28"

# Panels, and the operation that answers the same.
PANELS: dict[str, tuple[dict[str, Any], str]] = {
    "value": ({"statistic": ["total_visits", "versions"]}, ""),
    "series": ({"statistic": ["median_execution_time"], "timeslice": "hour"}, ""),
    "breakdown": ({"statistic": ["total_visits"], "by": "ip", "top": 1}, "/breakdown"),
    "heatmap": ({"statistic": "unique_visitors"}, "/unique-visitor-heatmap"),
    "boxplot": ({"endpoint": "home"}, "/boxplot"),
    "boxplots": ({}, "/endpoint-boxplots"),
    "versions": ({}, "/version-boxplots"),
    "matrix": ({"by": "ip"}, "/matrix"),
}


@pytest.fixture
async def calls(cast: Cast) -> list[Call]:
    made = [
        Call(
            FIRST + timedelta(minutes=30 * number),
            float(number),
            "home" if number % 3 else "cart",
            "1" if number < 50 else "2",
            ip=f"192.0.2.{number % 4}",
        )
        for number in range(96)
    ]
    await record(cast, made, sealed_until=FIRST + timedelta(days=1))
    return made


async def ask(cast: Cast, body: dict[str, Any]) -> httpx.Response:
    return await cast.owner.post(f"/dashboards/{cast.dashboard_id}/query", json=body)


async def answer(cast: Cast, panels: dict[str, Any], **defaults: Any) -> dict[str, Any]:
    response = await ask(cast, {"panels": panels, "defaults": defaults})
    assert response.status_code == 200, response.text
    shown: dict[str, Any] = response.json()["panels"]
    return shown


@pytest.mark.usefixtures("calls")
async def test_each_panel_answers_what_its_operation_does(cast: Cast) -> None:
    panels = {kind: {"kind": kind, "day": DAY, **fields} for kind, (fields, _) in PANELS.items()}

    answered = await answer(cast, panels)

    assert list(answered) == list(panels)
    for kind, (fields, path) in PANELS.items():
        query = {"day": DAY, **(fields if kind != "heatmap" else {})}
        response = await cast.owner.get(f"/dashboards/{cast.dashboard_id}{path}", params=query)
        alone = response.json()
        assert answered[kind] == {"kind": kind, "answer": alone["statistics"] if path == "" else alone}


async def test_panels_take_what_they_do_not_give_from_the_defaults(cast: Cast, calls: list[Call]) -> None:
    answered = await answer(
        cast,
        {
            "as given": {"kind": "value"},
            "another endpoint": {"kind": "value", "endpoint": "cart"},
            "another time": {"kind": "value", "start_date": "2026-03-29"},
            "series": {"kind": "series"},
            "heatmap": {"kind": "heatmap", "statistic": "total_visits"},
        },
        statistic=["total_visits"],
        endpoint="home",
        day=DAY,
        timeslice="hour",
    )

    def visits(name: str) -> int:
        found: int = answered[name]["answer"]["values"]["total_visits"]
        return found

    def counted(endpoint: str, day: int) -> int:
        return sum(call.endpoint == endpoint and call.time.day == day for call in calls)

    assert visits("as given") == counted("home", 28)
    assert visits("another endpoint") == counted("cart", 28)
    assert visits("another time") == counted("home", 29)
    series = answered["series"]["answer"]["slices"]
    assert [len(series), sum(part["values"]["total_visits"] for part in series)] == [24, counted("home", 28)]
    hours = answered["heatmap"]["answer"]["days"][0]["hours"]
    assert sum(hour["value"] for hour in hours) == counted("home", 28)


@pytest.mark.usefixtures("calls")
async def test_a_panel_that_cannot_be_answered_spoils_no_other(cast: Cast) -> None:
    bad: dict[str, tuple[dict[str, Any], str]] = {
        "no/such ~statistic": ({"kind": "value", "statistic": ["loudness"]}, "/statistic/0"),
        "no statistic": ({"kind": "value"}, "/statistic"),
        "no timeslice": ({"kind": "series", "statistic": ["total_visits"]}, "/timeslice"),
        "no such kind": ({"kind": "pie"}, ""),
        "no such field": ({"kind": "boxplots", "colour": "red"}, "/colour"),
        "no such day": ({"kind": "boxplots", "day": "2026-02-30"}, "/day"),
        "two times": ({"kind": "boxplots", "day": DAY, "year": "2026"}, "/day"),
        "too many slices": ({"kind": "boxplot", "timeslice": "minute", "start_date": "2020"}, "/timeslice"),
    }
    good = {"kind": "value", "statistic": ["total_visits"]}

    answered = await answer(cast, {"good": good, **{name: panel for name, (panel, _) in bad.items()}})

    assert answered["good"]["answer"]["values"] == {"total_visits": 96}
    for name, (_, pointer) in bad.items():
        assert answered[name]["kind"] == "problem", name
        problem = answered[name]["problem"]
        key = name.replace("~", "~0").replace("/", "~1")
        assert (problem["status"], problem["type"].startswith("/problems/")) == (422, True)
        assert [error["pointer"] for error in problem["errors"]] == [f"#/body/panels/{key}{pointer}"]


async def test_what_only_expired_calls_could_tell_is_the_problem_of_its_panel(cast: Cast) -> None:
    made = [Call(FIRST + timedelta(minutes=30 * number), float(number)) for number in range(96)]
    day = FIRST + timedelta(days=1)
    await record(cast, made, sealed_until=day + timedelta(hours=12), raw_from=day)
    hour, minute = {"kind": "value", "hour": "2026-03-28T10"}, {"kind": "value", "minute": "2026-03-28T10-30"}

    answered = await answer(cast, {"hour": hour, "minute": minute}, statistic=["total_visits"])

    assert answered["hour"]["answer"]["values"] == {"total_visits": 2}
    assert answered["minute"]["kind"] == "problem"
    assert answered["minute"]["problem"]["status"] == 422
    alone = await cast.owner.get(
        f"/dashboards/{cast.dashboard_id}",
        params={"statistic": "total_visits", "minute": "2026-03-28T10-30"},
    )
    assert_problem(alone, 422)
    assert alone.json()["detail"] == answered["minute"]["problem"]["detail"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"panels": {}},
        {"panels": {f"panel {number}": {"kind": "boxplots"} for number in range(41)}},
        {"panels": {"": {"kind": "boxplots"}}},
        {"panels": {"a": {"kind": "boxplots"}}, "defaults": {"granularity": "fortnight"}},
        {"panels": {"a": {"kind": "boxplots"}}, "more": 1},
        {
            "panels": {f"{number}": {"kind": "boxplot", "timeslice": "minute"} for number in range(30)},
            "defaults": {"start_date": "2026-03-23", "end_date": "2026-03-27"},
        },
    ],
)
async def test_a_question_that_is_wrong_as_a_whole_is_refused(cast: Cast, body: dict[str, Any]) -> None:
    assert_problem(await ask(cast, body), 422)


async def test_a_page_of_another_site_cannot_ask(cast: Cast) -> None:
    async with cast.browser() as browser:
        signed_in = await browser.post(
            "/sessions", json={"name": "owner", "password": "correct horse battery staple"}
        )
        assert signed_in.status_code == 201
        body = {"panels": {"boxes": {"kind": "boxplots"}}}
        path = f"/dashboards/{cast.dashboard_id}/query"
        assert (await browser.post(path, json=body)).status_code == 200
        assert_problem(await browser.post(path, json=body, headers={"Sec-Fetch-Site": "cross-site"}), 403)
