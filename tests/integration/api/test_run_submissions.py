"""Test runs: submitted in portions, shown, compared, and forgotten."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import func, select

from services.api.test_run import removal, submission
from shared.db.models import TestCase as Case
from shared.db.models import TestResult as Result
from shared.db.models import TestRun as Run
from tests.fixtures.cast import Cast
from tests.integration.api.recorded import Call, record
from tests.integration.api.test_access import assert_problem
from tests.integration.api.test_sessions import with_clock

STARTED = datetime(2026, 11, 20, 12, tzinfo=UTC)


def result(name: str, *durations_ms: float, failed: int = 0, **fields: Any) -> dict[str, Any]:
    passed = max(0, len(durations_ms) - failed)
    return {"name": name, "passed": passed, "failed": failed, "durations_ms": durations_ms, **fields}


def run(results: list[dict[str, Any]], *, at: int = 0, **fields: Any) -> dict[str, Any]:
    """``at``: minutes after the first run."""
    return {
        "run_id": str(uuid4()),
        "suite": "unit",
        "started_at": (STARTED + timedelta(minutes=at)).isoformat(),
        "results": results,
        **fields,
    }


async def submit(cast: Cast, body: dict[str, Any], status: int = 201) -> httpx.Response:
    response = await cast.owner.post(f"/dashboards/{cast.dashboard_id}/test-runs", json=body)
    assert response.status_code == status, response.text
    return response


async def get(cast: Cast, path: str, **query: Any) -> dict[str, Any]:
    response = await cast.owner.get(f"/dashboards/{cast.dashboard_id}/{path}", params=query)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


async def suite_id(cast: Cast) -> str:
    [suite] = (await get(cast, "test-suites"))["items"]
    found: str = suite["id"]
    return found


async def count(cast: Cast, model: type[Any]) -> int:
    async with cast.resources.sessions() as session:
        return await session.scalar(select(func.count()).select_from(model)) or 0


async def test_a_run_is_shown_as_it_was_submitted(cast: Cast) -> None:
    hits = [{"endpoint": "cart", "calls": 3, "total_ms": 12.5}]
    results = [
        result("quick", 1.0, 3.0, 2.0),
        result("slow", 40.0, 60.0, failed=1, hits=hits),
        {"name": "skipped", "passed": 0, "failed": 0, "skipped": 2},
    ]
    body = run(results, version="abc", build="17")
    assert (await submit(cast, body)).json() == {"run_id": body["run_id"], "complete": True}

    [suite] = (await get(cast, "test-suites"))["items"]
    shown = {
        "id": body["run_id"],
        "suite_id": suite["id"],
        "suite": "unit",
        "version": "abc",
        "build": "17",
        "started_at": "2026-11-20T12:00:00Z",
        "tests": 3,
        "failed": 1,
        "skipped": 1,
        "flaky": 1,
        "duration_ms": 106.0,
        "endpoints": 0,
    }
    assert suite == {"id": suite["id"], "name": "unit", "runs": 1, "last_run": shown}
    assert await get(cast, "test-runs") == {"items": [shown], "next_cursor": None}
    slow, quick, skipped = (await get(cast, f"test-runs/{body['run_id']}/results"))["items"]
    assert slow == {
        "name": "slow",
        "passed": 1,
        "failed": 1,
        "skipped": 0,
        "fastest_ms": 40.0,
        "median_ms": 50.0,
        "slowest_ms": 60.0,
        "hits": hits,
    }
    assert (quick["name"], quick["median_ms"]) == ("quick", 2.0)
    assert (skipped["name"], skipped["median_ms"]) == ("skipped", None)


async def test_a_run_shows_once_all_its_portions_are_there_in_any_order(cast: Cast) -> None:
    head = run([], portions=3, version="abc")
    portions = [{**head, "portion": n, "results": [result(f"test {n}", 1.0 * n)]} for n in (3, 1, 2)]
    for portion in portions[:2]:
        assert not (await submit(cast, portion)).json()["complete"]
    assert (await get(cast, "test-runs"))["items"] == []
    [suite] = (await get(cast, "test-suites"))["items"]
    assert (suite["runs"], suite["last_run"]) == (0, None)
    missing = await cast.owner.get(f"/dashboards/{cast.dashboard_id}/test-runs/{head['run_id']}/results")
    assert_problem(missing, 404)

    assert (await submit(cast, portions[2])).json()["complete"]
    shown = (await get(cast, f"test-runs/{head['run_id']}/results"))["items"]
    assert [each["name"] for each in shown] == ["test 3", "test 2", "test 1"]


async def test_a_portion_that_is_sent_again_changes_nothing(cast: Cast) -> None:
    body = run([result("a", 1.0), result("b", 2.0)], version="abc")
    answers = await asyncio.gather(*(submit(cast, body) for _ in range(4)))
    assert {answer.text for answer in answers} == {answers[0].text}
    [shown] = (await get(cast, "test-runs"))["items"]
    assert (shown["tests"], shown["duration_ms"]) == (2, 3.0)
    assert await count(cast, Result) == 2


async def test_another_run_cannot_take_its_id(cast: Cast) -> None:
    body = run([result("a", 1.0)], version="abc")
    await submit(cast, body)
    for other in ({"version": "def"}, {"suite": "other"}, {"portions": 2}):
        assert_problem(await submit(cast, {**body, **other}, 409), 409)
    assert await count(cast, Run) == 1


async def test_a_test_is_named_once_in_a_run(cast: Cast) -> None:
    head = run([result("a", 1.0)], portions=2)
    await submit(cast, {**head, "portion": 1})
    assert_problem(await submit(cast, {**head, "portion": 2}, 422), 422)


async def test_bad_input_is_refused_and_leaves_nothing(cast: Cast) -> None:
    wrong: list[dict[str, Any]] = [
        {"results": [result("x" * 1001)]},
        {"results": [result("nul\0")]},
        {"results": [result("a", -1.0)]},
        {"results": [result("a", *[1.0] * 101)]},
        {"results": [result(f"test {number}") for number in range(2001)]},
        {"results": [result("a"), result("a")]},
        {"suite": " "},
        {"started_at": "2026-11-20T12:00:00"},
        {"started_at": "0001-01-01T00:00:00+14:00"},
        {"started_at": "1969-12-31T23:59:59Z"},
        {"started_at": (datetime.now(UTC) + timedelta(days=1, minutes=5)).isoformat()},
        {"started_at": "9999-12-31T23:59:59-14:00"},
        {"portion": 2},
        {"portions": 1001},
        {"sweet": "unit"},
    ]
    for fields in wrong:
        assert_problem(await submit(cast, run([]) | fields, 422), 422)
    assert await count(cast, Run) == 0


async def test_a_body_beyond_the_bound_is_refused(cast: Cast) -> None:
    body = run([result("a", 1.0)], build=" " * cast.resources.settings.request_bytes_max + "x")
    assert_problem(await submit(cast, body, 413), 413)


async def test_results_come_page_by_page_and_filtered(cast: Cast) -> None:
    hit = [{"endpoint": "cart", "calls": 1, "total_ms": 1.0}]
    other = [
        {"endpoint": "car", "calls": 1, "total_ms": 1.0},
        {"endpoint": "home", "calls": 1, "total_ms": 1.0},
    ]
    results = [
        *(result(f"same {number}", 5.0) for number in range(5)),
        result("hits", 1.0, hits=hit),
        result("hits others", 2.0, hits=other),
        result("fails", 3.0, failed=1),
        result("flaky", 3.0, 4.0, failed=1),
        {"name": "skipped", "passed": 0, "failed": 0, "skipped": 1},
    ]
    body = run(results)
    await submit(cast, body)

    path, names, cursor = f"test-runs/{body['run_id']}/results", [], None
    while True:
        page = await get(cast, path, limit=3, **({"cursor": cursor} if cursor else {}))
        names += [each["name"] for each in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert sorted(names) == sorted(each["name"] for each in results)
    assert names[5:] == ["flaky", "fails", "hits others", "hits", "skipped"]
    filtered = {
        text: [each["name"] for each in (await get(cast, path, **query))["items"]]
        for text, query in {
            "cart": {"endpoint": "cart"},
            "home": {"endpoint": "home"},
            "failed": {"outcome": "failed"},
            "flaky": {"outcome": "flaky"},
            "skipped": {"outcome": "skipped"},
        }.items()
    }
    assert filtered == {
        "cart": ["hits"],
        "home": ["hits others"],
        "failed": ["flaky", "fails"],
        "flaky": ["flaky"],
        "skipped": ["skipped"],
    }
    for cursor in ("nonsense", "", "bmFuIHg="):
        assert_problem(
            await cast.owner.get(f"/dashboards/{cast.dashboard_id}/{path}", params={"cursor": cursor}), 422
        )


async def test_the_history_of_a_test_goes_from_version_to_version(cast: Cast) -> None:
    for at, version, took in ((2, "c", 30.0), (0, "a", 10.0), (1, "b", 20.0)):
        await submit(cast, run([result("slow", took), result("other", 1.0)], at=at, version=version))
    await submit(cast, run([result("other", 1.0)], at=3, version="d"))
    await submit(cast, run([result("slow", 99.0)], at=4, suite="another"))

    suites = {each["name"]: each["id"] for each in (await get(cast, "test-suites"))["items"]}
    history = await get(cast, f"test-suites/{suites['unit']}/history", test="slow")
    assert [(each["version"], each["median_ms"]) for each in history["items"]] == [
        ("a", 10.0),
        ("b", 20.0),
        ("c", 30.0),
    ]
    absent = await get(cast, f"test-suites/{suites['unit']}/history", test="absent")
    assert absent == {"name": "absent", "items": []}


async def test_flaky_is_what_passed_and_failed_with_one_version(cast: Cast) -> None:
    submitted = [
        ("a", [result("broken later", 1.0), result("within a run", 1.0, 1.0, failed=1), result("b", 1.0)]),
        ("b", [result("broken later", 1.0, failed=1), result("across runs", 1.0), result("b", 1.0)]),
        (
            "b",
            [result("broken later", 1.0, failed=1), result("across runs", 1.0, failed=1), result("b", 1.0)],
        ),
        (None, [result("unknown", 1.0)]),
        (None, [result("unknown", 1.0, failed=1)]),
    ]
    for at, (version, results) in enumerate(submitted):
        await submit(cast, run(results, at=at, version=version))

    flaky = await get(cast, f"test-suites/{await suite_id(cast)}/flaky-tests")
    assert flaky == {
        "runs": 5,
        "items": [
            {"name": "across runs", "passed": 1, "failed": 1, "versions": 1},
            {"name": "within a run", "passed": 1, "failed": 1, "versions": 1},
        ],
    }


async def test_regressions_are_told_from_runs_of_other_versions(cast: Cast) -> None:
    for at, took in enumerate((99.0, 10.0, 12.0, 11.0, 10.0, 14.0)):
        await submit(cast, run([result("slowed", took), result("tiny", 0.1)], at=at, version=f"v{at}"))
    tests = [result("slowed", 22.0), result("tiny", 0.9), result("new", 50.0)]
    first = run(tests, at=10, version="next")
    again = run(tests, at=11, version="next")
    for each in (first, again):
        await submit(cast, each)

    for each in (first, again):
        # The median of the last five: 10, 12, 11, 10, 14.
        found = await get(cast, f"test-runs/{each['run_id']}/regressions", slower_by=0.2)
        assert found == {
            "baseline_runs": 5,
            "items": [{"name": "slowed", "median_ms": 22.0, "baseline_ms": 11.0, "slower_by": 1.0}],
        }
        assert (await get(cast, f"test-runs/{each['run_id']}/regressions", slower_by=1.01))["items"] == []
    fine = await get(cast, f"test-runs/{first['run_id']}/regressions", slower_by=0.2, slower_by_ms=0)
    assert [each["name"] for each in fine["items"]] == ["tiny", "slowed"]


async def test_runs_without_a_version_are_compared_with_those_before_them(cast: Cast) -> None:
    for at, (version, took) in enumerate((("v1", 10.0), (None, 12.0), (None, 11.0))):
        await submit(cast, run([result("slowed", took)], at=at, version=version))
    last = run([result("slowed", 22.0)], at=3)
    await submit(cast, last)

    found = await get(cast, f"test-runs/{last['run_id']}/regressions")
    assert (found["baseline_runs"], [each["baseline_ms"] for each in found["items"]]) == (3, [11.0])


async def test_a_test_that_only_fails_is_not_compared(cast: Cast) -> None:
    before = [result("mended", 1.0, failed=1), result("broken", 10.0), result("flaky", 10.0)]
    after = [result("mended", 50.0), result("broken", 50.0, failed=1), result("flaky", 50.0, 50.0, failed=1)]
    await submit(cast, run(before, version="v1"))
    last = run(after, at=1, version="v2")
    await submit(cast, last)

    found = await get(cast, f"test-runs/{last['run_id']}/regressions")
    assert [each["name"] for each in found["items"]] == ["flaky"]


async def test_the_first_run_has_nothing_to_be_compared_with(cast: Cast) -> None:
    body = run([result("a", 1.0)])
    await submit(cast, body)
    found = await get(cast, f"test-runs/{body['run_id']}/regressions")
    assert found == {"baseline_runs": 0, "items": []}


async def test_endpoints_under_test_stand_beside_production(cast: Cast) -> None:
    calls = [Call(endpoint="home", ms=ms) for ms in (10.0, 20.0, 30.0)]
    await record(cast, [*calls, Call(endpoint="never tested")])
    figures = {"tests": 2, "calls": 4, "total_ms": 20.0, "median_ms": 5.0, "slowest_ms": 9.0}
    tested = [
        {"endpoint": name, "ninetieth_percentile_ms": 8.0, **figures} for name in ("home", "only in tests")
    ]
    body = run([result("a", 1.0)], endpoints=tested)
    await submit(cast, body)

    found = await get(cast, f"test-runs/{body['run_id']}/endpoints")
    assert [(each["endpoint"], each["production"]) for each in found["items"]] == [
        ("home", {"calls": 3, "median_ms": 20.0, "ninetieth_percentile_ms": 28.0}),
        ("only in tests", None),
    ]
    assert {name: found["items"][0][name] for name in figures} == figures
    assert found["not_hit"] == ["never tested"]
    [shown] = (await get(cast, "test-runs"))["items"]
    assert shown["endpoints"] == 2


async def test_the_oldest_runs_are_forgotten(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submission, "RUNS_KEPT", 2)
    for at in range(4):
        await submit(cast, run([result(f"of run {at}", 1.0), result("of all", 1.0)], at=at, version=f"v{at}"))
    shown = (await get(cast, "test-runs"))["items"]
    assert [each["version"] for each in shown] == ["v3", "v2"]
    # Their results went with them, and so did the names that nothing needs any more.
    assert (await count(cast, Result), await count(cast, Case)) == (4, 3)

    monkeypatch.setattr(submission, "RESULTS_KEPT", 3)
    await submit(cast, run([result("of all", 1.0)], at=5, version="v5"))
    await submit(cast, run([result(f"many {number}", 1.0) for number in range(9)], at=6, version="v6"))
    shown = (await get(cast, "test-runs"))["items"]
    assert [each["version"] for each in shown] == ["v6"]


async def test_a_run_that_never_became_complete_is_forgotten(cast: Cast) -> None:
    await submit(cast, run([result("a", 1.0)], portions=2))
    clock = with_clock(cast.app)
    clock.move(timedelta(days=2))
    await submit(cast, run([result("b", 1.0)], suite="other"))
    assert [await count(cast, model) for model in (Run, Result, Case)] == [1, 1, 1]


async def test_runs_of_which_none_becomes_complete_do_not_pile_up(cast: Cast) -> None:
    clock = with_clock(cast.app)
    for _ in range(3):
        await submit(cast, run([result("a", 1.0)], portions=2))
        clock.move(timedelta(days=2))
    assert await count(cast, Run) == 1


async def test_a_run_whose_last_portion_comes_days_later_is_complete(cast: Cast) -> None:
    head = run([], portions=2)
    await submit(cast, {**head, "portion": 1, "results": [result("a", 1.0)]})
    with_clock(cast.app).move(timedelta(days=2))
    answer = await submit(cast, {**head, "portion": 2, "results": [result("b", 1.0)]})
    assert answer.json()["complete"]


async def test_suites_are_bounded_and_deleted_with_all_they_have(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(submission, "SUITES_MAX", 1)
    await submit(cast, run([result("a", 1.0)]))
    assert_problem(await submit(cast, run([], suite="second"), 409), 409)

    path = f"/dashboards/{cast.dashboard_id}/test-suites/{await suite_id(cast)}"
    assert (await cast.owner.delete(path)).status_code == 204
    assert_problem(await cast.owner.delete(path), 404)
    assert [await count(cast, model) for model in (Run, Result, Case)] == [0, 0, 0]
    await submit(cast, run([], suite="second"))


async def test_a_run_is_no_part_of_another_dashboard(cast: Cast) -> None:
    body = run([result("a", 1.0)])
    await submit(cast, body)
    second = {"name": "second", "url": "http://2.example/dashboard", "token": "t", "check": False}
    other = (await cast.owner.post("/dashboards", json=second)).json()["id"]

    for path in ("/results", "/regressions", "/endpoints"):
        assert_problem(await cast.owner.get(f"/dashboards/{other}/test-runs/{body['run_id']}{path}"), 404)
    for path in ("flaky-tests", "history?test=a"):
        assert_problem(
            await cast.owner.get(f"/dashboards/{other}/test-suites/{await suite_id(cast)}/{path}"), 404
        )
    # Ids are chosen by who submits: the same one elsewhere is another run.
    assert (await cast.owner.post(f"/dashboards/{other}/test-runs", json=body)).status_code == 201
    async with cast.resources.sessions() as session:
        runs = await session.scalar(
            select(func.count()).select_from(Run).where(Run.id == UUID(body["run_id"]))
        )
    assert runs == 2


async def test_results_of_deleted_dashboards_are_cleared_turn_by_turn(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(removal, "PORTION_ROWS", 2)
    monkeypatch.setattr(removal, "PORTIONS_A_TURN", 2)
    body = run([result(f"test {number}", 1.0) for number in range(5)])
    await submit(cast, body)
    second = {"name": "second", "url": "http://2.example/dashboard", "token": "t", "check": False}
    other = (await cast.owner.post("/dashboards", json=second)).json()["id"]
    assert (await cast.owner.post(f"/dashboards/{other}/test-runs", json=body)).status_code == 201
    assert (await cast.owner.delete(f"/dashboards/{cast.dashboard_id}")).status_code == 204

    # The API's own chores do the same meanwhile, so four turns are the most it takes.
    for _ in range(4):
        await removal.clear_deleted(cast.resources.sessions)
    assert (await count(cast, Result), await count(cast, Case)) == (5, 5)
    kept = await cast.owner.get(f"/dashboards/{other}/test-runs/{body['run_id']}/results")
    assert len(kept.json()["items"]) == 5
