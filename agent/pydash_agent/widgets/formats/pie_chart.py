"""Pie chart."""

from __future__ import annotations

from typing import Any

from pydash_agent.widgets.formats.shapes import Document, labelled, many

_NAMES = ("value", "label", "colour")


def pie_chart(value: Any) -> Document:
    """Any iterable of values, each alone or as ``(value, [label], [colour])``; a colour is RRGGBB or RRGGBBTT."""
    return {"item": [labelled(_NAMES, each) for each in many(value, "what a pie chart is made of")]}
