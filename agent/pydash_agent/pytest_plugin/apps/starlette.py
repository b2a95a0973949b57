"""Starlette and FastAPI: a request with all of its middleware, until the response is sent."""

from __future__ import annotations

import functools
import time
from typing import Any

from pydash_agent.pytest_plugin.apps.hook import Hook
from pydash_agent.pytest_plugin.hits import Hits

# In the scope of a request that is being timed: an app may be mounted in another.
_TIMED = "pydash_agent.timed"


def hook_starlette(hits: Hits) -> Hook:
    from starlette.applications import Starlette

    original = Starlette.__call__

    @functools.wraps(original)
    async def call(self: Any, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or _TIMED in scope:
            await original(self, scope, receive, send)
            return
        scope[_TIMED] = True
        started = time.perf_counter()
        try:
            await original(self, scope, receive, send)
        finally:
            endpoint = endpoint_of(scope)
            if endpoint is not None:
                hits.add(endpoint, (time.perf_counter() - started) * 1000)

    return Hook(Starlette, "__call__", call)


def endpoint_of(scope: Any) -> str | None:
    """The name of the route that handled the request; None where none did."""
    route, endpoint = scope.get("route"), scope.get("endpoint")
    methods = getattr(route, "methods", None)
    if methods and scope["method"] not in methods:
        return None
    # Starlette leaves the function or class, FastAPI the route as well.
    name = getattr(route, "name", None) or getattr(endpoint, "__name__", None)
    return name if isinstance(name, str) else None
