"""Bullet: a measure against another, over ranges of red, amber and green."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pydash_agent.widgets.errors import WidgetError
from pydash_agent.widgets.formats.shapes import Document, many, mapping

REQUIRED = ("label", "axis_points", "current", "comparative")
_COLOURS = ("red", "amber", "green")
_ORIENTATIONS = ("horizontal", "vertical")

_SCALES = ((1_000_000_000, "billions"), (1_000_000, "millions"), (1_000, "thousands"))


class _Span(NamedTuple):
    start: float
    end: float

    def document(self, divisor: int) -> Document:
        return {"start": _scaled(self.start, divisor), "end": _scaled(self.end, divisor)}


def bullet(value: Any) -> Document:
    """A dictionary with the keys in ``REQUIRED``.

    ``current`` and ``projected`` are values, counted from 0, or ``(start, end)``. Without all of ``red``, ``amber``
    and ``green``, each ``(start, end)``, the axis is divided into thirds. ``auto_scale`` (on, if not False) shows
    thousands, millions or billions where the axis reaches them, and ``sublabel`` then says so. ``orientation`` is
    horizontal or vertical.
    """
    given = mapping(value, "bullet", REQUIRED)
    points = _points(given["axis_points"])
    ranges = _ranges(given, points)
    measures = {"current": _measure(given["current"], "current")}
    if given.get("projected") is not None:
        measures["projected"] = _measure(given["projected"], "projected")
    comparative = _number(given["comparative"], "comparative")
    divisor, unit = _scale(points) if given.get("auto_scale", True) else (1, "")
    sublabel = _sublabel(given.get("sublabel"), unit)
    return {
        "orientation": _orientation(given),
        "item": {
            "label": given["label"],
            **({} if sublabel is None else {"sublabel": sublabel}),
            "axis": {"point": [_scaled(point, divisor) for point in points]},
            "range": {name: span.document(divisor) for name, span in zip(_COLOURS, ranges)},
            "measure": {name: span.document(divisor) for name, span in measures.items()},
            "comparative": {"point": _scaled(comparative, divisor)},
        },
    }


def _points(value: Any) -> list[float]:
    return [_number(point, "each of axis_points") for point in many(value, "axis_points")]


def _ranges(given: Mapping[str, Any], points: Sequence[float]) -> list[_Span]:
    chosen = [given.get(colour) for colour in _COLOURS]
    if any(each is None for each in chosen):
        return _thirds(points)
    return [_span(each, colour) for colour, each in zip(_COLOURS, chosen)]


def _thirds(points: Sequence[float]) -> list[_Span]:
    if not points:
        return [_Span(0, 0)] * 3
    least, most = min(points), max(points)
    whole = all(float(point).is_integer() for point in points)
    third = (most - least) // 3 if whole else (most - least) / 3
    # Whole numbers do not overlap: where one range ends at 332, the next begins at 333.
    gap = 1 if whole and third >= 1 else 0
    return [
        _Span(least, least + third - gap),
        _Span(least + third, most - third - gap),
        _Span(most - third, most),
    ]


def _scale(points: Sequence[float]) -> tuple[int, str]:
    greatest = max(points, default=0)
    return next(((divisor, unit) for divisor, unit in _SCALES if greatest >= divisor), (1, ""))


def _scaled(value: float, divisor: int) -> float:
    return value if divisor == 1 else round(value / divisor, 2)


def _sublabel(sublabel: str | None, unit: str) -> str | None:
    if not unit:
        return sublabel
    return f"{sublabel} ({unit})" if sublabel else unit.capitalize()


def _orientation(given: Mapping[str, Any]) -> str:
    orientation: str = given.get("orientation", _ORIENTATIONS[0])
    if orientation not in _ORIENTATIONS:
        raise WidgetError(f"the orientation of a bullet is {' or '.join(_ORIENTATIONS)}")
    return orientation


def _measure(value: Any, name: str) -> _Span:
    return _span(value, name) if isinstance(value, (tuple, list)) else _Span(0, _number(value, name))


def _span(value: Any, name: str) -> _Span:
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        raise WidgetError(f"{name} must be (start, end)")
    start, end = value
    return _Span(_number(start, name), _number(end, name))


def _number(value: Any, name: str) -> float:
    if isinstance(value, (int, float)):
        return value
    try:
        # Decimals and fractions, as databases give them.
        return float(value)
    except (TypeError, ValueError):
        raise WidgetError(f"{name} must be a number, not {value!r}") from None
