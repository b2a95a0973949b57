"""Starlette and FastAPI: a request with all of its middleware, until the response begins."""

from __future__ import annotations

import functools
from typing import Any

from pydash_agent.pytest_plugin.apps.hook import Hook
from pydash_agent.pytest_plugin.hits import Hits

# In the scope of a request that is being timed: an app may be mounted in another.
_TIMED = "pydash_agent.timed"


def hook_starlette(hits: Hits) -> Hook:
    # Imported late: they import Starlette. The names are those that the monitor gives to calls in production.
    from starlette.applications import Starlette

    from pydash_agent.monitor.asgi import endpoint_name
    from pydash_agent.monitor.call import UNMATCHED

    original = Starlette.__call__

    @functools.wraps(original)
    async def call(self: Any, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or _TIMED in scope:
            await original(self, scope, receive, send)
            return
        scope[_TIMED] = True
        started = hits.clock()
        is_told = False

        def tell() -> None:
            nonlocal is_told
            endpoint = endpoint_name(scope.get("endpoint"))
            if endpoint != UNMATCHED and not is_told:
                hits.add(endpoint, (hits.clock() - started) * 1000)
            is_told = True

        async def begin(message: Any) -> None:
            # Before the client has the answer: the test may be over then, while tasks in the background go on.
            if message["type"] == "http.response.start":
                tell()
            await send(message)

        try:
            await original(self, scope, receive, begin)
        finally:
            # Nothing was sent.
            tell()

    return Hook(Starlette, "__call__", call)
