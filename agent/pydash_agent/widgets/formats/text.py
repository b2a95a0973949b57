"""Text: messages, each with a mark for what it is."""

from __future__ import annotations

from typing import Any

from pydash_agent.widgets.errors import WidgetError
from pydash_agent.widgets.formats.shapes import Document, labelled, one_or_many

TEXT_NONE = 0
TEXT_WARN = 1
TEXT_INFO = 2

_NAMES = ("text", "type")


def text(value: Any) -> Document:
    """A message, or a list of messages, each alone or as ``(message, [type])``."""
    return {"item": [_item(each) for each in one_or_many(value)]}


def _item(value: Any) -> Document:
    item = labelled(_NAMES, value)
    if item.get("type") is None:
        item["type"] = TEXT_NONE
    if item["type"] not in (TEXT_NONE, TEXT_WARN, TEXT_INFO):
        raise WidgetError("the type of a message is 0 (none), 1 (warn) or 2 (info)")
    return item
