"""RAG column & numbers, RAG numbers: red, amber and green."""

from __future__ import annotations

from typing import Any

from pydash_agent.widgets.errors import WidgetError
from pydash_agent.widgets.formats.shapes import Document, labelled, many

_NAMES = ("value", "text")


def rag(value: Any) -> Document:
    """Values in the order red, amber, green, each alone or as ``(value, [text])``; None shows as empty."""
    given = many(value, "what a rag widget is made of")
    if len(given) != 3:
        raise WidgetError("a rag widget has three values: red, amber and green")
    return {"item": [_item(each) for each in given]}


def _item(value: Any) -> Document:
    item = labelled(_NAMES, value)
    if item.get("value") is None:
        item["value"] = ""
    return item
