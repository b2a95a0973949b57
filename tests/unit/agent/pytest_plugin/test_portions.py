import json
import uuid
from datetime import UTC, datetime

from pydash_agent.pytest_plugin.portions import BYTES_MAX, REPETITIONS_MAX, RESULTS_MAX, Run, portions_of
from pydash_agent.pytest_plugin.results import Results, bounded
from services.api.test_run import schemas

_RUN = Run(str(uuid.UUID(int=7)), "shop", "1.2", None, datetime(2026, 11, 21, 12, tzinfo=UTC))


def _results(names: list[str]) -> Results:
    results = Results()
    for name in names:
        result = results.test(name)
        assert result is not None
        result.passed = 1
        result.durations_ms.append(1.23456789)
        results.add_hits(result, {"cart": [1, 2.0, 2.0, [2.0]]})
    return results


def test_a_run_is_its_portions_together() -> None:
    names = [f"test {number}" for number in range(RESULTS_MAX * 2 + 1)]
    bodies = [json.loads(body) for body in portions_of(_RUN, _results(names))]
    assert [(body["portion"], body["portions"]) for body in bodies] == [(1, 3), (2, 3), (3, 3)]
    assert [len(body["results"]) for body in bodies] == [RESULTS_MAX, RESULTS_MAX, 1]
    assert [result["name"] for body in bodies for result in body["results"]] == names
    assert bodies[0]["results"][0] == {
        "name": "test 0",
        "passed": 1,
        "failed": 0,
        "skipped": 0,
        "durations_ms": [1.2346],
        "hits": [{"endpoint": "cart", "calls": 1, "total_ms": 2.0}],
    }
    assert [len(body["endpoints"]) for body in bodies] == [0, 0, 1]
    assert bodies[2]["endpoints"][0] == {
        "endpoint": "cart",
        "tests": len(names),
        "calls": len(names),
        "total_ms": 2.0 * len(names),
        "median_ms": 2.0,
        "ninetieth_percentile_ms": 2.0,
        "slowest_ms": 2.0,
    }


def test_no_portion_is_large_whatever_the_names() -> None:
    bodies = portions_of(_RUN, _results([f"{number}" + "\U0001f40c" * 10_000 for number in range(900)]))
    assert len(bodies) > 1
    # One result may go over the bound, and head and endpoints come on top.
    assert max(map(len, bodies)) < BYTES_MAX + 20_000


def test_a_run_without_results_is_one_portion() -> None:
    [body] = portions_of(_RUN, Results())
    assert json.loads(body) == {
        "run_id": _RUN.id,
        "suite": "shop",
        "version": "1.2",
        "build": None,
        "started_at": "2026-11-21T12:00:00+00:00",
        "portion": 1,
        "portions": 1,
        "results": [],
        "endpoints": [],
    }


def test_a_test_is_counted_as_often_as_pydash_takes_it() -> None:
    results = _results(["again and again"])
    result = results.tests["again and again"]
    result.passed = result.failed = result.skipped = REPETITIONS_MAX + 1
    [body] = portions_of(_RUN, results)
    [sent] = json.loads(body)["results"]
    assert schemas.TestResultCreate.model_validate(sent).failed == REPETITIONS_MAX


def test_the_names_of_hostile_tests_arrive() -> None:
    name = 'a"\\\n\0\ud800' + "é" * 600
    [body] = portions_of(_RUN, _results([name]))
    assert json.loads(body)["results"][0]["name"] == bounded(name)
