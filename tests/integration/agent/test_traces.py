"""Outliers, profiles and exceptions as a real dashboard records them, asked of its bridge."""

import json
from typing import Any

import pytest

from tests.fixtures.bridged import NEWEST, OLDEST, BridgedApp, Query, Release
from tests.fixtures.waiting import eventually
from tests.integration.agent.conftest import AppFactory

KINDS = ("outliers", "profiles", "exceptions")

Page = tuple[list[dict[str, Any]], dict[str, Any]]


async def page(app: BridgedApp, kind: str, query: Query | None = None) -> Page:
    """Its traces, and its last line; settled at once where the query does not say otherwise."""
    answer = await app.ask(kind, {"settle_seconds": 0, **(query or {})})
    assert answer.status_code == 200, answer.text
    *traces, last = map(json.loads, answer.text.splitlines())
    assert last["rows"] == len(traces)
    return traces, last


async def traces(app: BridgedApp, kind: str, count: int) -> list[dict[str, Any]]:
    """Once there are so many: the dashboard writes them after it has answered."""

    async def found() -> list[dict[str, Any]]:
        return (await page(app, kind))[0]

    return await eventually(found, lambda found: len(found) >= count)


@pytest.mark.parametrize("release", [OLDEST, NEWEST], ids=str)
async def test_a_slow_call_with_its_request_its_stack_and_its_profile(
    start_app: AppFactory, release: Release
) -> None:
    app = await start_app(release, traced=True)
    capabilities = (await app.ask("about")).json()["capabilities"]
    assert [kind for kind in KINDS if kind in capabilities] == list(
        KINDS if release.has_exceptions else KINDS[:2]
    )

    # An outlier takes longer than those before.
    await app.visit("/slow?times=1")
    await traces(app, "profiles", 1)
    await app.visit(
        "/slow?times=15&q=tea&api_key=hidden-1",
        Authorization="Bearer hidden-2",
        Cookie="session=hidden-3",
        Referer="https://shop.example/?token=hidden-4",
    )

    *_, profile = await traces(app, "profiles", 2)
    *_, outlier = await traces(app, "outliers", 1)

    assert outlier["endpoint"] == profile["endpoint"] == "slow"
    assert outlier["at_us"] == profile["at_us"]
    assert outlier["execution_ms"] == profile["execution_ms"] >= 450
    assert outlier["url"] == f"{app.address}/slow?times=15&q=tea&api_key=[masked]"
    headers, environment = dict(outlier["headers"]), dict(outlier["environment"])
    assert (headers["Authorization"], headers["Cookie"]) == ("[masked]", "[masked]")
    assert headers["Referer"] == "https://shop.example/?token=[masked]"
    assert environment["REQUEST_METHOD"] == "GET"
    assert environment["QUERY_STRING"] == "times=15&q=tea&api_key=[masked]"
    assert "hidden-" not in json.dumps([outlier, profile])
    assert outlier["memory"]["total"] > outlier["memory"]["available"] > 0
    assert outlier["cpu_percent"]
    assert outlier["stack"][0]["function"] == "slow"

    head, *body = profile["lines"]
    assert (head["depth"], head["code"], head["ms"]) == (0, "def slow() -> str:", profile["execution_ms"])
    assert [(line["depth"], line["function"], line["code"]) for line in body][:2] == [
        (1, "slow", "look_up()"),
        (2, "look_up", "time.sleep(0.03)"),
    ]
    # The rest is the dashboard's own work.
    assert 0.5 < sum(line["ms"] for line in body if line["depth"] == 1) / head["ms"] < 1.001
    assert not profile["cut"]


async def test_what_calls_raised_page_by_page(start_app: AppFactory) -> None:
    app = await start_app(NEWEST, traced=True)
    for _ in range(5):
        await app.visit("/broken?article=token:hidden-1")
    everything = await traces(app, "exceptions", 5)
    ids = [each["id"] for each in everything]
    assert ids == sorted(set(ids))
    raised = everything[0]
    assert (raised["endpoint"], raised["status"]) == ("broken", 500)
    assert (raised["type"], raised["message"], raised["handled"]) == ("KeyError", "'token:[masked]'", False)
    innermost = raised["stack"][-1]
    assert (innermost["function"], innermost["code"]) == (
        "broken",
        'return str(stock[request.args["article"]])',
    )

    first, end = await page(app, "exceptions", {"limit": 2})
    second, _ = await page(app, "exceptions", {"limit": 2, "after": end["cursor"]})
    newest, last = await page(app, "exceptions", {"newest": 1})
    beyond, nothing = await page(app, "exceptions", {"after": last["cursor"], "newest": 1})

    assert [each["id"] for each in (*first, *second)] == ids[:4]
    assert end["more"]
    assert (newest, last["more"]) == (everything[-1:], False)
    assert (beyond, nothing["cursor"], nothing["more"]) == ([], last["cursor"], False)

    unsettled, _ = await page(app, "exceptions", {"settle_seconds": 600})
    assert unsettled == []

    app.execute("DELETE FROM ExceptionOccurrence")
    assert (await app.ask("exceptions", {"after": last["cursor"]})).status_code == 409


@pytest.mark.parametrize("query", [{"limit": 1_001}, {"newest": 0}, {"newest": "x"}, {"after": "x"}])
async def test_refuses_what_it_cannot_read(newest: BridgedApp, query: Query) -> None:
    answer = await newest.ask("outliers", query)
    assert (answer.status_code, answer.json()["error"]) == (400, "bad_request")
