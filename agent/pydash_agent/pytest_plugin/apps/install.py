"""Hooks the frameworks that the tests have imported by now."""

from __future__ import annotations

import sys
from contextlib import suppress
from types import ModuleType
from typing import Callable

from pydash_agent.pytest_plugin.apps.flask import hook_flask
from pydash_agent.pytest_plugin.apps.hook import Hook
from pydash_agent.pytest_plugin.apps.starlette import hook_starlette
from pydash_agent.pytest_plugin.hits import Hits

_HOOKS: dict[str, Callable[[Hits], Hook]] = {
    "flask": hook_flask,
    "starlette.applications": hook_starlette,
}


class Apps:
    def __init__(self, hits: Hits) -> None:
        self._hits = hits
        self._waiting = dict(_HOOKS)
        self._hooks: list[Hook] = []

    def hook_imported(self) -> None:
        """To be called often: an app may be imported by a test. None is imported for us."""
        for module, hook in list(self._waiting.items()):
            # A test may have put something else in its place, such as None: then it cannot be imported.
            if not isinstance(sys.modules.get(module), ModuleType):
                continue
            # What cannot be hooked must not fail the test, and may be another one for the next.
            with suppress(Exception):
                self._hooks.append(hook(self._hits))
                del self._waiting[module]

    def unhook(self) -> None:
        for hook in self._hooks:
            hook.remove()
        self._hooks.clear()
        self._waiting = dict(_HOOKS)
