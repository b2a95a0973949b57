"""Widgets of a Flask app."""

from __future__ import annotations

import asyncio
import inspect
from functools import wraps
from typing import Any

from flask import Flask, Response, current_app, request

from pydash_agent.widgets.answers import FORBIDDEN, Answer, Widget
from pydash_agent.widgets.api_key import admits
from pydash_agent.widgets.decorators import View, WidgetDecorators

_API_KEY, _PASSWORD = "GECKOBOARD_API_KEY", "GECKOBOARD_PASSWORD"


class Widgets(WidgetDecorators):
    """``Widgets(app)``: the app's config says ``GECKOBOARD_API_KEY`` and ``GECKOBOARD_PASSWORD``; arguments win.

    Without an app, that of the app which answers. Without a key, anybody who knows the URL sees the widget.
    """

    def __init__(
        self, app: Flask | None = None, *, api_key: str | None = None, password: str | None = None
    ) -> None:
        super().__init__()
        self._app = app
        self._chosen = {_API_KEY: api_key, _PASSWORD: password}

    def answering(self, view: View, widget: Widget) -> View:
        wants_request = "request" in inspect.signature(view).parameters

        @wraps(view)
        def answer(*args: Any, **kwargs: Any) -> Response:
            if not admits(self._setting(_API_KEY), request.headers.get("Authorization", "")):
                return _response(FORBIDDEN)
            if wants_request:
                kwargs.setdefault("request", request)
            value = view(*args, **kwargs)
            if inspect.isawaitable(value):
                value = asyncio.run(_awaited(value))
            asked_format = request.form.get("format") or request.args.get("format")
            return _response(widget.answer(value, asked_format, self._setting(_PASSWORD)))

        # What Flask goes by where the route names no methods.
        answer.methods = ("GET", "POST")  # type: ignore[attr-defined]
        return answer

    def _setting(self, name: str) -> str | None:
        chosen = self._chosen[name]
        app = self._app or current_app
        setting: str | None = app.config.get(name) if chosen is None else chosen
        return setting


async def _awaited(value: Any) -> Any:
    return await value


def _response(answer: Answer) -> Response:
    return Response(answer.content, status=answer.status, content_type=answer.content_type)
