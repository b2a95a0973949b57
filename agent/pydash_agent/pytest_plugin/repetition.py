"""Runs each test several times, those of unittest as well."""

from __future__ import annotations

import copy
from typing import Callable

import pytest
from _pytest.doctest import DoctestItem
from _pytest.runner import runtestprotocol


class Repetition:
    def __init__(self, times: int) -> None:
        self._times = times

    @pytest.hookimpl
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool:
        hook = item.ihook
        hook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
        renew = _renewal(item)
        for left in reversed(range(self._times)):
            # As if a sibling came next: the test's own fixtures are made anew, those of its module or session stay.
            runtestprotocol(item, nextitem=copy.copy(item) if left else nextitem)
            if item.session.shouldstop or item.session.shouldfail:
                # What is still set up is torn down with the session.
                break
            renew()
        hook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
        return True


def _renewal(item: pytest.Item) -> Callable[[], None]:
    """What makes the item again as pytest collected it: nothing that a repetition leaves there reaches the next."""
    if isinstance(item, DoctestItem):
        # doctest clears the names of an example once it ran.
        names = dict(item.dtest.globs)
        return lambda: item.dtest.globs.update(names)
    if isinstance(item, pytest.Function):
        return lambda: _renew_instance(item)
    return lambda: None


def _renew_instance(item: pytest.Function) -> None:
    """Of a test's class pytest makes one instance for each test, and keeps it with the test's method."""
    # None of unittest, which is made anew by pytest itself. What another plugin put in place of the method stays.
    method = getattr(item, "_obj", None)
    if item.cls is not None and isinstance(getattr(method, "__self__", None), item.cls):
        for kept in ("_obj", "_instance"):
            vars(item).pop(kept, None)
