"""Protocol v2 in front of an ASGI app."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from pydash_agent.protocol.service import PATH, Request, Service


class Mount:
    """Answers what is below ``<prefix>/pydash/v2/``; all else goes to the app, untouched."""

    def __init__(self, app: ASGIApp, prefix: str, service: Service) -> None:
        trimmed = prefix.strip("/")
        self._root = (f"/{trimmed}" if trimmed else "") + PATH
        self._app = app
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = _path_in_app(scope) if scope["type"] == "http" else ""
        if not path.startswith(self._root):
            await self._app(scope, receive, send)
            return
        headers: dict[bytes, bytes] = dict(scope["headers"])
        request = Request(
            method=scope["method"],
            route=path[len(self._root) :],
            query=scope.get("query_string", b"").decode("latin-1"),
            authorization=headers.get(b"authorization", b"").decode("latin-1"),
            accept_encoding=headers.get(b"accept-encoding", b"").decode("latin-1"),
        )
        # It reads a file, as the body does that is made while it is sent.
        answer = await run_in_threadpool(self._service.answer, request)
        response = StreamingResponse(answer.body, answer.status, dict(answer.headers))
        await response(scope, receive, send)


def _path_in_app(scope: Scope) -> str:
    """Without the prefix that a proxy, or an app around this one, has taken off in thought."""
    path: str = scope["path"]
    root: str = scope.get("root_path", "").rstrip("/")
    return path[len(root) :] if root and path.startswith(f"{root}/") else path
