"""At the end of the run: submits it, compares it, and says what came of that."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime, timezone
from typing import Any

import pytest

from pydash_agent.pytest_plugin.client import Client, PyDashUnreachableError
from pydash_agent.pytest_plugin.options import Options, Target
from pydash_agent.pytest_plugin.origin import build_of, version_of
from pydash_agent.pytest_plugin.portions import Run, portions_of
from pydash_agent.pytest_plugin.results import Results, bounded
from pydash_agent.pytest_plugin.table import endpoints_table, tests_table

_SHOWN_MAX = 20


class Reporter:
    """Nothing that goes wrong with PyDash fails the run, unless ``--pydash-strict`` asks for it."""

    def __init__(self, options: Options, results: Results) -> None:
        self._options = options
        self._results = results
        self._started_at = datetime.now(timezone.utc)
        self._lines: list[str] = []

    # Last: what others do at the end still counts, and the summary is printed after it.
    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        if not self._results.tests:
            return
        if exitstatus == pytest.ExitCode.INTERRUPTED:
            # A part of the tests would be shown, and compared with, as if it were all of them.
            self._lines.append("not submitted: the run was interrupted")
            return
        try:
            fails = self._report()
        except Exception as error:  # noqa: BLE001 - a mistake of ours must not fail the tests of others
            self._lines.append(f"not submitted: {type(error).__name__}: {error}")
            fails = self._options.strict
        if fails and exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if self._lines:
            terminalreporter.section("PyDash")
            for line in self._lines:
                terminalreporter.write_line(line)

    def _report(self) -> bool:
        """Whether the run fails for what was found."""
        if self._results.left_out:
            self._lines.append(f"{self._results.left_out} results beyond the bound were left out")
        target = self._options.target
        if target is None:
            return self._say_offline(self._options.offline)
        run = self._run()
        client = Client(target)
        try:
            for body in portions_of(run, self._results):
                client.submit(body)
            self._lines.append(f"submitted as version {run.version or 'unknown'}: {_page(target, run)}")
            return self._regressed(client, run)
        except PyDashUnreachableError as error:
            return self._say_offline(f"not submitted to {target.url}: {error}")

    def _run(self) -> Run:
        version = self._options.version or version_of(self._options.root)
        build = self._options.build or build_of()
        return Run(
            id=str(uuid.uuid4()),
            suite=bounded(self._options.suite)[:100],
            version=None if version is None else bounded(version)[:200],
            build=None if build is None else bounded(build)[:200],
            started_at=self._started_at,
        )

    def _say_offline(self, reason: str) -> bool:
        self._lines.append(reason)
        self._lines += ["", *tests_table(self._results)]
        endpoints = list(endpoints_table(self._results))
        if endpoints:
            self._lines += ["", *endpoints]
        return self._options.strict

    def _regressed(self, client: Client, run: Run) -> bool:
        fraction = self._options.fail_on_regression
        if fraction is None:
            return False
        try:
            answer = client.regressions(run.id, fraction)
        except PyDashUnreachableError as error:
            self._lines.append(f"not compared with earlier runs: {error}")
            return self._options.strict
        self._lines += _compared(answer, fraction)
        return bool(answer.get("items"))


def _compared(answer: dict[str, Any], fraction: float) -> Iterator[str]:
    runs, items = answer.get("baseline_runs", 0), answer.get("items", [])
    if not runs:
        yield "not compared: there is no complete run yet that it can be compared with"
        return
    yield f"{len(items)} tests are slower by more than {fraction:.0%} than in the last {runs} runs"
    for item in items[:_SHOWN_MAX]:
        yield (
            f"  {item['name']}: {item['median_ms']:.1f} ms, before {item['baseline_ms']:.1f} ms "
            f"(+{item['slower_by']:.0%})"
        )
    if len(items) > _SHOWN_MAX:
        yield f"  ... and {len(items) - _SHOWN_MAX} more"


def _page(target: Target, run: Run) -> str:
    return f"{target.url}/dashboards/{target.dashboard}/tests?run={run.id}"
