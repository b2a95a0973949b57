"""Fixtures for every tier."""

pytest_plugins = [
    "tests.fixtures.servers",
    "tests.fixtures.fmd",
    "tests.fixtures.bridged_apps",
    "tests.fixtures.system",
    "tests.fixtures.cast",
    "tests.fixtures.sessions",
    "tests.fixtures.browser",
]
