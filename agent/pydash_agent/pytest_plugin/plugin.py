"""What pytest loads wherever the package is installed: does nothing without ``--pydash``."""

from __future__ import annotations

import pytest

_INI = {
    "pydash_url": "where PyDash is, for example https://pydash.example",
    "pydash_dashboard": "id of the dashboard that the suite belongs to",
    "pydash_suite": "name of the suite",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("pydash", "test runs in PyDash")
    add = group.addoption
    add("--pydash", action="store_true", help="record how fast tests are and which endpoints they hit")
    add("--pydash-repeat", type=int, default=1, metavar="N", help="run each test N times")
    add(
        "--pydash-fail-on-regression",
        metavar="20%",
        help="fail when a test became slower by more than this; asks PyDash for earlier runs",
    )
    add("--pydash-strict", action="store_true", help="fail when the run could not be submitted")
    add("--pydash-url", metavar="URL", help=_INI["pydash_url"] + " (or PYDASH_URL)")
    add("--pydash-dashboard", metavar="ID", help=_INI["pydash_dashboard"] + " (or PYDASH_DASHBOARD)")
    add("--pydash-suite", metavar="NAME", help=_INI["pydash_suite"] + " (or PYDASH_SUITE)")
    add("--pydash-version", metavar="TEXT", help="the version that is tested; without it, the git commit")
    add("--pydash-build", metavar="TEXT", help="the build; without it, what the CI says")
    for name, meaning in _INI.items():
        parser.addini(name, meaning)


def pytest_configure(config: pytest.Config) -> None:
    # Imported late: whoever has the package for something else does not wait for it.
    from pydash_agent.pytest_plugin.options import read_options

    options = read_options(config)
    if options is None:
        return
    from pydash_agent.pytest_plugin.recording import Collector, Recorder
    from pydash_agent.pytest_plugin.repetition import Repetition
    from pydash_agent.pytest_plugin.reporting import Reporter

    if options.repeat > 1:
        config.pluginmanager.register(Repetition(options.repeat), "pydash-repetition")
    config.pluginmanager.register(Recorder(), "pydash-recorder")
    # A worker of pytest-xdist only records; its reports reach the controller, which knows all of the run.
    if not hasattr(config, "workerinput"):
        collector = Collector()
        config.pluginmanager.register(collector, "pydash-collector")
        config.pluginmanager.register(Reporter(options, collector.results), "pydash-reporter")
