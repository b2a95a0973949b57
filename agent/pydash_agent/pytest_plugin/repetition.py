"""Runs each test several times, those of unittest as well."""

from __future__ import annotations

import copy

import pytest
from _pytest.runner import runtestprotocol


class Repetition:
    def __init__(self, times: int) -> None:
        self._times = times

    @pytest.hookimpl
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool:
        hook = item.ihook
        hook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
        for _ in range(self._times - 1):
            # As if a sibling came next: the test's own fixtures are made anew, those of its module or session stay.
            runtestprotocol(item, nextitem=copy.copy(item))
            if item.session.shouldstop or item.session.shouldfail:
                break
        runtestprotocol(item, nextitem=nextitem)
        hook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
        return True
