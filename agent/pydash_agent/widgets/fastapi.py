"""Widgets of a FastAPI app."""

from __future__ import annotations

import inspect
from functools import wraps
from typing import Any, get_type_hints

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from pydash_agent.widgets.answers import FORBIDDEN, Answer, Widget
from pydash_agent.widgets.api_key import admits
from pydash_agent.widgets.decorators import View, WidgetDecorators
from pydash_agent.widgets.rendering import format_given, is_form

# Ours among the view's parameters, where it asks for no request itself.
_REQUEST = "pydash_widget_request"


class Widgets(WidgetDecorators):
    """Without a key, anybody who knows the URL sees the widget.

    A view keeps its parameters and dependencies. ``api_route(..., methods=["GET", "POST"])`` serves both.
    """

    def __init__(self, *, api_key: str | None = None, password: str | None = None) -> None:
        super().__init__()
        self._api_key = api_key
        self._password = password

    def answering(self, view: View, widget: Widget) -> View:
        signature, name = _with_request(view)

        @wraps(view)
        async def answer(*args: Any, **kwargs: Any) -> Response:
            request: Request = kwargs[name] if name != _REQUEST else kwargs.pop(name)
            if not admits(self._api_key, request.headers.get("authorization", "")):
                return _response(FORBIDDEN)
            if inspect.iscoroutinefunction(view):
                value = await view(*args, **kwargs)
            else:
                value = await run_in_threadpool(view, *args, **kwargs)
            return _response(widget.answer(value, await _format(request), self._password))

        answer.__signature__ = signature  # type: ignore[attr-defined]
        # FastAPI would look behind the wrapper, and not find the request there.
        del answer.__wrapped__
        return answer


def _with_request(view: View) -> tuple[inspect.Signature, str]:
    """The view's signature with a request in it, and the name of that; its annotations as types, not as text."""
    signature = inspect.signature(view)
    hints = get_type_hints(view, include_extras=True)
    parameters = [
        parameter.replace(annotation=hints.get(parameter.name, parameter.annotation))
        for parameter in signature.parameters.values()
    ]
    name = next((each.name for each in parameters if each.annotation is Request), _REQUEST)
    if name == _REQUEST:
        own = inspect.Parameter(_REQUEST, inspect.Parameter.KEYWORD_ONLY, annotation=Request)
        # Nothing may stand after **kwargs, which FastAPI would not fill anyhow.
        parameters = [each for each in parameters if each.kind is not inspect.Parameter.VAR_KEYWORD] + [own]
    return signature.replace(parameters=parameters, return_annotation=Response), name


async def _format(request: Request) -> str | None:
    content_type = request.headers.get("content-type", "")
    body = await request.body() if is_form(content_type) else b""
    return format_given(content_type, body, request.query_params.get("format"))


def _response(answer: Answer) -> Response:
    return Response(answer.content, status_code=answer.status, headers={"content-type": answer.content_type})
