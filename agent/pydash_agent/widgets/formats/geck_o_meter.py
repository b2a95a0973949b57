"""Geck-o-meter: where a value stands between two others."""

from __future__ import annotations

from typing import Any

from pydash_agent.widgets.errors import WidgetError
from pydash_agent.widgets.formats.shapes import Document, labelled, many

_NAMES = ("value", "text")


def geck_o_meter(value: Any) -> Document:
    """``(value, min, max)``, where min and max are values or ``(value, text)``, and so may the value be."""
    given = many(value, "what a geck-o-meter is made of")
    if len(given) != 3:
        raise WidgetError("a geck-o-meter is made of (value, min, max)")
    current, least, most = given
    return {"item": _current(current), "max": labelled(_NAMES, most), "min": labelled(_NAMES, least)}


def _current(value: Any) -> Any:
    return labelled(_NAMES, value) if isinstance(value, (tuple, list)) and len(value) > 1 else value
