"""Line chart."""

from __future__ import annotations

from typing import Any

from pydash_agent.widgets.errors import WidgetError
from pydash_agent.widgets.formats.shapes import Document, many, one_or_many

_SETTINGS = ("axisx", "axisy", "colour")


def line_chart(value: Any) -> Document:
    """``(values, [x_axis], [y_axis], [colour])``; an axis is a label or a list of them, spread evenly."""
    given = many(value, "what a line chart is made of")
    if not 1 <= len(given) <= 1 + len(_SETTINGS):
        raise WidgetError("a line chart is made of (values, [x_axis], [y_axis], [colour])")
    settings = {
        name: setting if name == "colour" else _labels(setting)
        for name, setting in zip(_SETTINGS, given[1:])
        if not (name == "colour" and setting is None)
    }
    return {"item": many(given[0], "the values of a line chart"), "settings": settings}


def _labels(axis: Any) -> list[Any]:
    return one_or_many("" if axis is None else axis)
