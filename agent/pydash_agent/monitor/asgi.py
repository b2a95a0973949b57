"""Measures what a Starlette or FastAPI app answers."""

from __future__ import annotations

from typing import Any, Callable

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.routing import Router
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pydash_agent.monitor.call import UNMATCHED
from pydash_agent.monitor.installed import Begun, Monitor

GroupBy = Callable[[Request], object]


class Measured:
    """Until the response begins: a handler has returned by then; streams and background tasks go on without it."""

    def __init__(self, app: ASGIApp, monitor: Monitor, group_by: GroupBy) -> None:
        self._app = app
        self._monitor = monitor
        self._group_by = group_by

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._measure(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _measure(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = Begun()

        async def begin(message: Message) -> None:
            if message["type"] == "http.response.start" and not begun.is_recorded:
                self._record(begun, scope, message["status"])
            await send(message)

        try:
            await self._app(scope, receive, begin)
        except Exception:
            # Starlette answers it further out.
            if not begun.is_recorded:
                self._record(begun, scope, 500)
            raise

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Servers end the process as soon as they hear that the app has shut down, and some by a signal."""

        async def end(message: Message) -> None:
            if message["type"] in {"lifespan.shutdown.complete", "lifespan.shutdown.failed"}:
                await run_in_threadpool(self._monitor.recorder.close)
            await send(message)

        await self._app(scope, receive, end)

    def _record(self, begun: Begun, scope: Scope, status: int) -> None:
        begun.is_recorded = True
        client = scope.get("client")
        self._monitor.record(
            begun,
            endpoint=endpoint_name(scope.get("endpoint")),
            group_by=lambda: self._group_by(Request(scope)),
            ip=client[0] if client else "",
            status=status,
        )


def endpoint_name(endpoint: Any) -> str:
    """The module and the name of the function that handles a route, or of the class: ``shop.cart.add``.

    It is the same wherever a router is included or an app is mounted, and whatever the path holds.
    """
    # An app or a router that is mounted, and found no route of its own.
    if endpoint is None or isinstance(endpoint, (Starlette, Router)):
        return UNMATCHED
    while hasattr(endpoint, "func"):
        endpoint = endpoint.func
    named = endpoint if hasattr(endpoint, "__qualname__") else type(endpoint)
    name = named.__qualname__.replace("<locals>.", "")
    return name if named.__module__ == "__main__" else f"{named.__module__}.{name}"
