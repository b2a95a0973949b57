"""The order of the tests, and what is there for all of them."""

from pathlib import Path

import pytest

_HERE = Path(__file__).parent
# What takes longest, so that it does not run last, beside nothing.
_FIRST = ("pipeline", "local", "demo", "agent", "aggregator")


@pytest.fixture(scope="session", autouse=True)
def _quick_starts(nurseries: None) -> None:
    """Of programs that no test is about."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: _place(item.path))


def _place(file: Path) -> int:
    folder = file.relative_to(_HERE).parts[0] if file.is_relative_to(_HERE) else ""
    return _FIRST.index(folder) if folder in _FIRST else len(_FIRST)
