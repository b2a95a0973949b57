"""Between pytest and the results."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest

from pydash_agent.pytest_plugin.apps.install import Apps
from pydash_agent.pytest_plugin.hits import Hits
from pydash_agent.pytest_plugin.results import DURATIONS_MAX, Results

# What pytest-rerunfailures calls a failure behind which the test runs again.
_RERUN = "rerun"
_PHASES = ("setup", "call", "teardown")
# An attribute of the report of a test's body. pytest-xdist takes plain values over to the controller.
_CARRIED = "pydash_hits"


class Recorder:
    """Where tests run: notes what the body of each hits."""

    def __init__(self) -> None:
        self._hits = Hits()
        self._apps = Apps(self._hits)
        # Of a body that ended, until it is reported.
        self._of_body: dict[str, list[Any]] = {}

    # The outermost, so that nothing that is part of the test runs outside of it.
    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_call(self) -> Generator[None, None, None]:
        self._apps.hook_imported()
        self._of_body = {}
        self._hits.begin()
        yield
        self._of_body = self._hits.end()

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, call: pytest.CallInfo[None]) -> Generator[None, Any, None]:
        hits: dict[str, list[Any]] = {}
        # A subtest is reported as a call as well, while the body runs: nothing is known of that yet.
        if call.when == "call":
            hits, self._of_body = self._of_body, {}
        outcome = yield
        if hits:
            setattr(outcome.get_result(), _CARRIED, hits)

    @pytest.hookimpl
    def pytest_unconfigure(self) -> None:
        self._apps.unhook()


class Collector:
    """Where reports arrive."""

    def __init__(self) -> None:
        self.results = Results()
        # Tests that failed before or after their bodies' report: one repetition is one failure.
        self._failed: set[str] = set()
        # Tests of which a subtest failed, until the bodies are reported: pytest lets those fail only later.
        self._failed_within: set[str] = set()

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if _is_subtest(report):
            if _is_failure(report):
                self._failed_within.add(report.nodeid)
        elif report.when == "call" or (report.when == "setup" and not report.passed) or _is_crash(report):
            self._add(report)
        elif report.when == "teardown" and _is_failure(report) and report.nodeid not in self._failed:
            self._fail_after_all(report)
        if report.when == "teardown":
            self._failed.discard(report.nodeid)

    def _add(self, report: pytest.TestReport) -> None:
        failed_within = report.nodeid in self._failed_within
        self._failed_within.discard(report.nodeid)
        result = self.results.test(report.nodeid)
        if result is None:
            return
        if _is_failure(report) or failed_within:
            result.failed += 1
            if str(report.outcome) != _RERUN:
                self._failed.add(report.nodeid)
        # A test that is expected to fail, and does, passed: pytest calls it skipped.
        elif report.passed or hasattr(report, "wasxfail"):
            result.passed += 1
        else:
            result.skipped += 1
            return
        if report.when == "call":
            if len(result.durations_ms) < DURATIONS_MAX:
                result.durations_ms.append(report.duration * 1000)
            self.results.add_hits(result, getattr(report, _CARRIED, {}))

    def _fail_after_all(self, report: pytest.TestReport) -> None:
        result = self.results.test(report.nodeid)
        if result is not None:
            result.passed -= min(1, result.passed)
            result.failed += 1


def _is_subtest(report: pytest.TestReport) -> bool:
    # As pytest 9 and, before it, pytest-subtests make their reports.
    return hasattr(report, "context")


def _is_crash(report: pytest.TestReport) -> bool:
    # What pytest-xdist reports of a test that took its process with it: nobody knows in which phase.
    return report.failed and str(report.when) not in _PHASES


def _is_failure(report: pytest.TestReport) -> bool:
    return report.failed or str(report.outcome) == _RERUN
