"""No request is read beyond a bound, whatever it says of its length."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.api.problem.handlers import on_pydash_error
from shared.problem.errors import PyDashError


class BodyTooLargeError(PyDashError, HTTPException):
    """Also the framework's: of all errors while it reads a body, it passes on its own alone."""

    status = 413
    slug = "body-too-large"
    title = "Request too large"
    headers: dict[str, str]

    def __init__(self, bytes_max: int) -> None:
        HTTPException.__init__(self, self.status)
        PyDashError.__init__(self, f"A request may have at most {bytes_max} bytes.")


class BodyLimit:
    """ASGI middleware: 413 for a body of more than so many bytes."""

    def __init__(self, app: ASGIApp, *, bytes_max: int) -> None:
        self._app = app
        self._bytes_max = bytes_max

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        error = BodyTooLargeError(self._bytes_max)
        length = Request(scope).headers.get("content-length", "")
        if length.isdigit() and int(length) > self._bytes_max:
            response = await on_pydash_error(Request(scope), error)
            await response(scope, receive, send)
            return
        read = 0

        async def receive_bounded() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            # Sent in chunks, without a length.
            if read > self._bytes_max:
                raise error
            return message

        await self._app(scope, receive_bounded, send)
