"""Fixtures for every tier."""

pytest_plugins = [
    "tests.fixtures.servers",
    "tests.fixtures.fmd",
    "tests.fixtures.system",
    "tests.fixtures.cast",
    "tests.fixtures.sessions",
    "tests.fixtures.browser",
]
