"""The lines for test runs that the documents give, carried out against a running PyDash."""

import re
import sys
from pathlib import Path

import pytest
import yaml

from deploy.local.home import PROJECT
from pydash_agent.pytest_plugin.origin import version_of
from tests.fixtures.pytest_runs import Suite
from tests.fixtures.system import System

_TESTS = """
import os, time

def test_quick():
    pass

def test_slow():
    time.sleep(float(os.environ["SLOW_SECONDS"]))
"""
# Hits an endpoint, and needs no server for it.
_ALIVE = "tests/unit/api/test_openapi.py::test_the_process_lives_before_anything_is_connected_to"
_ENDPOINTS = (
    "tests/integration/api/test_first_pydash.py::test_each_endpoint_has_the_figures_that_it_has_alone"
)
_GET_ENDPOINTS = "services.api.endpoint.endpoints.get_endpoints"


def snippet(document: str, marker: str) -> str:
    text = (PROJECT / document).read_text(encoding="utf-8")
    found = re.search(rf"<!-- {marker} -->\n```\w+\n(.*?)```", text, re.DOTALL)
    assert found is not None
    return found[1]


async def test_the_three_lines_of_the_readme_submit_a_run(system: System, tmp_path: Path) -> None:
    await system.start("api")
    dashboard = await system.add_dashboard("http://shop.example/dashboard", "t")
    key = system.api.headers["Authorization"].removeprefix("Bearer ")
    suite = Suite(tmp_path)
    suite.write(test_shop=_TESTS)
    # What Suite has done already, and the values that users have in place of dots.
    install, settings, run = snippet("README.md", "test run").splitlines()
    assert install.startswith("pip install pydash-agent ")
    values = {"URL": system.url, "DASHBOARD": dashboard, "API_KEY": key}
    for name, value in values.items():
        settings, count = re.subn(rf"PYDASH_{name}=\S+", f"PYDASH_{name}={value}", settings)
        assert count == 1

    for version, seconds in (("one", "0.01"), ("two", "0.02"), ("three", "0.08")):
        regression = "--pydash-version", version, "--pydash-fail-on-regression", "300%"
        script = f"{settings}\n{run} {' '.join(regression)} -p no:randomly"
        code, said = await suite.execute(["bash", "-c", script], SLOW_SECONDS=seconds)
        assert code == int(version == "three"), said
        assert any(line.startswith(f"submitted as version {version}: {system.url}/") for line in said)

    # In the last one, as the CI is told.
    assert "1 tests are slower by more than 300% than in the last 2 runs" in said
    assert any(line.startswith("  test_shop.py::test_slow: ") for line in said)
    runs = (await system.api.get(f"/dashboards/{dashboard}/test-runs")).json()["items"]
    assert [(each["suite"], each["version"], each["tests"]) for each in runs] == [
        ("suite", version, 2) for version in ("three", "two", "one")
    ]
    results = await system.api.get(f"/dashboards/{dashboard}/test-runs/{runs[0]['id']}/results")
    slow, quick = results.json()["items"]
    assert (slow["name"], slow["passed"]) == ("test_shop.py::test_slow", 5)
    assert slow["fastest_ms"] >= 80
    assert quick["slowest_ms"] < 80


# A second pytest with servers of its own: seconds, but many where other tests run beside it.
@pytest.mark.timeout(300)
async def test_pydashs_own_suite_shows_which_endpoints_its_tests_hit(system: System, tmp_path: Path) -> None:
    await system.start("api")
    dashboard = await system.add_dashboard("http://pydash.example/dashboard", "t")
    suite = Suite(tmp_path)
    target = {
        "PYDASH_URL": system.url,
        "PYDASH_DASHBOARD": dashboard,
        "PYDASH_API_KEY": system.api.headers["Authorization"].removeprefix("Bearer "),
        "GITHUB_RUN_ID": "17",
    }
    suite.folder = PROJECT
    some = [_ALIVE, _ENDPOINTS]
    options = ["--pydash", "--pydash-strict", "--pydash-suite", "pydash", "-p", "no:cacheprovider"]
    code, said = await suite.execute([sys.executable, "-m", "pytest", "-q", *some, *options], **target)
    assert code == 0, said

    [run] = (await system.api.get(f"/dashboards/{dashboard}/test-runs")).json()["items"]
    assert (run["suite"], run["version"], run["build"]) == ("pydash", version_of(PROJECT), "17")
    assert (run["failed"], run["flaky"]) == (0, 0)
    run_path = f"/dashboards/{dashboard}/test-runs/{run['id']}"
    items = (await system.api.get(f"{run_path}/results")).json()["items"]
    assert len(items) == run["tests"]
    hits = {item["name"]: {hit["endpoint"]: hit["calls"] for hit in item["hits"]} for item in items}
    assert hits.pop(_ALIVE) == {"shared.health.router.health_router.healthz": 1}
    assert set(hits) == {f"{_ENDPOINTS}[{name}]" for name in ("None", "sealed_until1", "sealed_until2")}
    assert list(hits.values()) == [{_GET_ENDPOINTS: 1}] * 3
    under_test = (await system.api.get(f"{run_path}/endpoints")).json()["items"]
    of_them = next(each for each in under_test if each["endpoint"] == _GET_ENDPOINTS)
    assert (of_them["calls"], of_them["tests"]) == (3, 3)
    assert 0 < of_them["median_ms"] <= of_them["slowest_ms"]


def test_the_snippets_for_cis_run_the_plugin_with_its_settings() -> None:
    github = yaml.safe_load(snippet("docs/test-runs.md", "github"))["jobs"]["test"]["steps"][-1]
    gitlab = yaml.safe_load(snippet("docs/test-runs.md", "gitlab"))["test"]
    assert github["run"] == gitlab["script"][-1]
    assert set(github["env"]) == {*gitlab["variables"], "PYDASH_API_KEY"}
