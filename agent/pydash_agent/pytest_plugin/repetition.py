"""Runs each test several times, those of unittest as well."""

from __future__ import annotations

import copy
from collections.abc import Generator
from typing import Callable

import pytest
from _pytest.doctest import DoctestItem


class Repetition:
    """Each repetition is a protocol of its own, so that plugins have their part in it.

    One may run it again when it fails, another has a time limit for it.
    """

    def __init__(self, times: int) -> None:
        self._times = times
        self._is_repeating = False
        self._is_over = False

    # The outermost: what wraps a test wraps each repetition, not all of them.
    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, None, None]:
        if not self._is_repeating:
            self._is_repeating = True
            try:
                self._repeat(item)
            finally:
                self._is_repeating = False
        # The last repetition.
        yield

    @pytest.hookimpl(specname="pytest_runtest_protocol", tryfirst=True)
    def pytest_runtest_protocol_unless_over(self) -> bool | None:
        """Takes the place of a last repetition that is not wanted any more."""
        return True if self._is_over else None

    def _repeat(self, item: pytest.Item) -> None:
        self._is_over = False
        renew = _renewal(item)
        for _ in range(self._times - 1):
            # As if a sibling came next: the test's own fixtures are made anew, those of its module or session stay.
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=copy.copy(item))
            if item.session.shouldstop or item.session.shouldfail:
                # What is still set up is torn down with the session.
                self._is_over = True
                break
            renew()


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
