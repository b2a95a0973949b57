from types import SimpleNamespace
from typing import Any, cast

import pytest

from pydash_agent.pytest_plugin.recording import Collector


def report(when: str, outcome: str, seconds: float = 0.0, **more: Any) -> pytest.TestReport:
    """As pytest makes it; as pytest-rerunfailures changes it where the outcome is ``rerun``."""
    told: dict[str, Any] = {"nodeid": "test_shop.py::test_cart", "when": when, "outcome": outcome}
    said = {name: name == outcome for name in ("passed", "failed", "skipped")}
    return cast("pytest.TestReport", SimpleNamespace(**told, **said, duration=seconds, **more))


def collected(*reports: pytest.TestReport) -> tuple[int, int, int, list[float]]:
    """How often the test passed, failed and was skipped, and how long its body took each time."""
    collector = Collector()
    for each in reports:
        collector.pytest_runtest_logreport(each)
    [result] = collector.results.tests.values()
    return result.passed, result.failed, result.skipped, result.durations_ms


def test_a_flaky_test_that_is_run_again_failed_and_passed() -> None:
    first = [report("setup", "passed"), report("call", "rerun", 0.25), report("teardown", "passed")]
    again = [report("setup", "passed"), report("call", "passed", 0.5), report("teardown", "passed")]
    assert collected(*first, *again) == (1, 1, 0, [250.0, 500.0])


def test_a_test_that_fails_however_often_it_is_run_failed_each_time() -> None:
    runs = [
        [report("setup", "passed"), report("call", outcome), report("teardown", "passed")]
        for outcome in ("rerun", "rerun", "failed")
    ]
    assert collected(*(each for run in runs for each in run))[:3] == (0, 3, 0)


def test_a_fixture_that_fails_and_is_run_again_counts_without_a_body() -> None:
    again = [report("setup", "passed"), report("call", "passed", 0.5), report("teardown", "passed")]
    assert collected(report("setup", "rerun"), *again) == (1, 1, 0, [500.0])


def test_a_fixture_that_breaks_behind_the_body_and_is_run_again_failed_and_passed() -> None:
    first = [report("setup", "passed"), report("call", "passed"), report("teardown", "rerun")]
    again = [report("setup", "passed"), report("call", "passed"), report("teardown", "passed")]
    assert collected(*first, *again)[:3] == (1, 1, 0)


def test_a_fixture_that_breaks_after_a_rerun_fails_what_passed() -> None:
    again = [report("setup", "passed"), report("call", "passed"), report("teardown", "failed")]
    assert collected(report("call", "rerun"), *again)[:3] == (0, 2, 0)


def test_subtests_are_part_of_one_repetition() -> None:
    subtests = [report("call", outcome, 0.25, context=object()) for outcome in ("failed", "passed", "failed")]
    first = [
        report("setup", "passed"),
        *subtests,
        report("call", "passed", 0.5),
        report("teardown", "passed"),
    ]
    again = [report("setup", "passed"), report("call", "passed", 0.5), report("teardown", "passed")]
    assert collected(*first, *again) == (1, 1, 0, [500.0, 500.0])


def test_a_fixture_that_breaks_after_a_subtest_failed_is_the_same_failure() -> None:
    reports = [
        report("call", "failed", context=object()),
        report("call", "passed"),
        report("teardown", "failed"),
    ]
    assert collected(*reports)[:3] == (0, 1, 0)


def test_a_test_that_crashes_its_process_failed() -> None:
    # As pytest-xdist reports it, alone.
    assert collected(report("???", "failed")) == (0, 1, 0, [])
