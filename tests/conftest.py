"""Fixtures for every tier, and how logs look in them."""

import structlog

pytest_plugins = [
    "tests.fixtures.servers",
    "tests.fixtures.programs",
    "tests.fixtures.fmd",
    "tests.fixtures.bridged_apps",
    "tests.fixtures.system",
    "tests.fixtures.cast",
    "tests.fixtures.sessions",
    "tests.fixtures.browser",
]

# The default where rich is installed shows every variable of every frame: ten seconds for one traceback.
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ]
)
