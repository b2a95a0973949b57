"""The decorators, one a kind of widget; each framework says how a view is called and answered."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import partial
from typing import Any, Protocol, overload

from pydash_agent.widgets import encryption
from pydash_agent.widgets.answers import Widget
from pydash_agent.widgets.formats import FORMATS, Format

View = Callable[..., Any]


class Decorator(Protocol):
    """``@widgets.number``, or ``@widgets.number(absolute="true", encrypted=True, format="json")``."""

    @overload
    def __call__(self, view: View, /) -> View: ...
    @overload
    def __call__(
        self, /, *, encrypted: bool = ..., format: str | None = ..., **settings: Any
    ) -> Decorator: ...


class WidgetDecorators(ABC):
    def __init__(self) -> None:
        self.number = self._decorator("number")
        self.rag = self._decorator("rag")
        self.text = self._decorator("text")
        self.pie_chart = self._decorator("pie_chart")
        self.line_chart = self._decorator("line_chart")
        self.geck_o_meter = self._decorator("geck_o_meter")
        self.funnel = self._decorator("funnel")
        self.bullet = self._decorator("bullet")

    @abstractmethod
    def answering(self, view: View, widget: Widget) -> View:
        """The view, answering with what the widget makes of the value that it returns."""

    def _decorator(self, kind: str) -> Decorator:
        return partial(self._decorate, FORMATS[kind])

    def _decorate(
        self,
        make: Format,
        view: View | None = None,
        /,
        *,
        encrypted: bool = False,
        format: str | None = None,  # noqa: A002 - as users write it
        **settings: Any,
    ) -> Any:
        if encrypted:
            encryption.require()
        widget = Widget(make, settings, encrypted, format)
        return partial(self.answering, widget=widget) if view is None else self.answering(view, widget)
