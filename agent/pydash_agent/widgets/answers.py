"""What a decorated view answers, whatever the framework."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from pydash_agent.widgets.api_key import REFUSAL
from pydash_agent.widgets.errors import WidgetError
from pydash_agent.widgets.formats import Format
from pydash_agent.widgets.rendering import render

_TEXT_TYPE = "text/plain; charset=utf-8"
_log = logging.getLogger(__name__)


class Answer(NamedTuple):
    status: int
    content_type: str
    content: str


FORBIDDEN = Answer(403, _TEXT_TYPE, REFUSAL)


@dataclass(frozen=True)
class Widget:
    """What a decorator was told. ``settings`` go into the document as they are, beside what the view returns."""

    make: Format
    settings: Mapping[str, Any]
    encrypted: bool
    format: str | None

    def answer(self, value: Any, asked_format: str | None, password: str | None) -> Answer:
        if self.encrypted and password is None:
            raise RuntimeError("an encrypted widget needs a password: set GECKOBOARD_PASSWORD, or password=")
        try:
            document = {**self.settings, **self.make(value)}
            rendered = render(document, self.format or asked_format, password if self.encrypted else None)
        except WidgetError as error:
            # Shown on the wallboard, where somebody looks; the app goes on, and its log has it too.
            _log.warning("a widget could not be made: %s", error)
            return Answer(422, _TEXT_TYPE, str(error))
        return Answer(200, rendered.content_type, rendered.content)
