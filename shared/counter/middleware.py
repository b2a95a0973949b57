"""Counts an app's requests: before each is handled, with the counter's callbacks around it."""

from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.counter.resource import ResourceTable

if TYPE_CHECKING:
    from shared.counter.counter import Counter


class CountingMiddleware:
    """ASGI middleware for ``counter.attach_to(owner)``."""

    def __init__(self, app: ASGIApp, *, counter: "Counter[Any]", owner: Starlette) -> None:
        self._app = app
        self._counter = counter
        self._resources = ResourceTable(owner.routes)
        # Middleware is outside of what makes an app's exception handlers answer. What a callback raises they shall
        # answer as well; all but the last resort, which is further out and gets what nobody else handled.
        self._handlers = {
            kind: handler
            for kind, handler in owner.exception_handlers.items()
            if kind not in {500, Exception}
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            # Without ``receive``: a grouping function that read the body would take it from the app.
            due = await self._counter.count(Request(scope), self._resources.resource(scope))
        except Exception as error:  # noqa: BLE001 - of the storage or of a grouping function
            await self._answer(error, scope, receive, send)
            return
        try:
            try:
                await due.call_before()
            except Exception as error:  # noqa: BLE001 - whatever a callback raises stops the request
                await self._answer(error, scope, receive, send)
            else:
                await self._app(scope, receive, send)
        finally:
            await due.call_after()

    async def _answer(self, error: Exception, scope: Scope, receive: Receive, send: Send) -> None:
        async def stopped(_scope: Scope, _receive: Receive, _send: Send) -> None:
            raise error

        await ExceptionMiddleware(stopped, handlers=self._handlers)(scope, receive, send)
