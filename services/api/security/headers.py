"""Headers of every response, and the id that ties a request to its log lines."""

from collections.abc import Sequence
from uuid import uuid4

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.api.problem.handlers import on_unexpected
from services.api.security.address import client_address
from shared.guard.policy import Network

_CONTENT_SECURITY_POLICY = "; ".join(  # noqa: FLY002 - one directive a line, each with its reason
    (
        "default-src 'self'",
        "script-src 'self'",
        # Charts and styled components set inline style attributes; scripts stay ours alone.
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


class SecurityHeaders:
    """ASGI middleware: request id, security headers, and no caching of what the API answers."""

    def __init__(self, app: ASGIApp, *, secure: bool, trusted_proxies: Sequence[Network]) -> None:
        self._app = app
        self._secure = secure
        self._trusted_proxies = trusted_proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = str(uuid4())
        scope.setdefault("state", {})["request_id"] = request_id

        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                self._add(MutableHeaders(scope=message), scope["path"], request_id)
            await send(message)

        address = client_address(Request(scope), self._trusted_proxies)
        # The user is bound by whoever finds out; here, so that it ends with the request.
        with structlog.contextvars.bound_contextvars(request_id=request_id, address=address, user=None):
            try:
                await self._app(scope, receive, send_with_headers)
            except Exception as error:
                if started:
                    raise
                # Here, and not in Starlette's outermost layer: the answer gets its headers, the log its id.
                response = await on_unexpected(Request(scope), error)
                await response(scope, receive, send_with_headers)

    def _add(self, headers: MutableHeaders, path: str, request_id: str) -> None:
        headers["X-Request-Id"] = request_id
        headers["Content-Security-Policy"] = _CONTENT_SECURITY_POLICY
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        if self._secure:
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if path.startswith("/api/"):
            headers.setdefault("Cache-Control", "no-store")
