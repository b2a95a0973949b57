"""Routes whose bodies are bounded: what is larger is refused before it is all in memory."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import HTTPException, Request
from fastapi.routing import APIRoute
from starlette.responses import Response
from starlette.types import Message
from typing_extensions import override

from shared.problem.errors import PyDashError


class BodyTooLargeError(PyDashError):
    status = 413
    slug = "body-too-large"
    title = "Request body too large"


def route_with_body_of(bytes_max: int) -> type[APIRoute]:
    """To be given to a router as ``route_class``. FastAPI's own bound answers in plain text, not as a problem."""

    class BoundedRoute(APIRoute):
        @override
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def bounded(request: Request) -> Response:
                received = 0

                async def receive() -> Message:
                    nonlocal received
                    message = await request.receive()
                    received += len(message.get("body", b""))
                    if received > bytes_max:
                        # Any other error FastAPI takes for a body that cannot be parsed.
                        raise HTTPException(BodyTooLargeError.status)
                    return message

                try:
                    return await handle(Request(request.scope, receive))
                except HTTPException:
                    if received > bytes_max:
                        raise BodyTooLargeError(f"A request may have {bytes_max:,} bytes.") from None
                    raise

            return bounded

    return BoundedRoute
