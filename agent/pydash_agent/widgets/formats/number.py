"""Number & secondary stat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydash_agent.widgets.errors import WidgetError
from pydash_agent.widgets.formats.shapes import Document, one_or_many


def number(value: Any) -> Document:
    """A current value, or ``(current, [previous], [prefix])``; each value may be an item with keys of its own."""
    given = one_or_many(value)
    if not 1 <= len(given) <= 3:
        raise WidgetError("a number widget is made of a value, or of (current, [previous], [prefix])")
    current, previous, prefix = (*given, None, None)[:3]
    items = [_item(current)]
    if prefix is not None:
        items[0]["prefix"] = prefix
    if previous is not None:
        items.append(_item(previous))
    return {"item": items}


def _item(value: Any) -> Document:
    if isinstance(value, Mapping):
        return dict(value)
    return {"value": "" if value is None else value}
