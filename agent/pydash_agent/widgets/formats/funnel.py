"""Funnel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydash_agent.widgets.errors import WidgetError
from pydash_agent.widgets.formats.shapes import Document, labelled, many, mapping

_NAMES = ("value", "label")
_CHOICES = {"type": ("standard", "reverse"), "percentage": ("show", "hide")}


def funnel(value: Any) -> Document:
    """A dictionary with ``items``, each ``(value, [label])``.

    It may have ``type`` (standard, or reverse: the colours the other way round), ``percentage`` (show, or hide)
    and ``sort`` (True: the greatest first).
    """
    given = mapping(value, "funnel", ("items",))
    items = [labelled(_NAMES, each) for each in many(given["items"], "the items of a funnel")]
    if given.get("sort"):
        items = _sorted(items)
    return {"item": items, **{name: _chosen(given, name) for name in _CHOICES}}


def _sorted(items: list[Document]) -> list[Document]:
    try:
        return sorted(items, key=lambda item: item["value"], reverse=True)
    except (KeyError, TypeError):
        raise WidgetError("a funnel that is sorted needs a number as the value of each item") from None


def _chosen(given: Mapping[str, Any], name: str) -> str:
    choices = _CHOICES[name]
    chosen: str = given.get(name, choices[0])
    if chosen not in choices:
        raise WidgetError(f"the {name} of a funnel is {' or '.join(choices)}")
    return chosen
