"""The forms that views may give a value in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydash_agent.widgets.errors import WidgetError

Document = dict[str, Any]


def one_or_many(value: Any) -> list[Any]:
    """What ``many`` takes as it is, anything else as the only one."""
    return list(value) if _is_many(value) else [value]


def many(value: Any, what: str) -> list[Any]:
    """Of any iterable that is no text, so that generators and views of dictionaries will do."""
    if _is_many(value):
        return list(value)
    raise WidgetError(f"{what} must be a list")


def is_text(value: Any) -> bool:
    """Texts that are translated once they are shown are no str, but have its methods."""
    return isinstance(value, (str, bytes)) or hasattr(value, "casefold")


def _is_many(value: Any) -> bool:
    return isinstance(value, Iterable) and not is_text(value) and not isinstance(value, Mapping)


def labelled(names: tuple[str, ...], value: Any) -> Document:
    """A value, or a tuple of a value and what belongs to it, under these names; a dictionary stays itself."""
    if isinstance(value, Mapping):
        return dict(value)
    given = one_or_many(value)
    if not 1 <= len(given) <= len(names):
        raise WidgetError(f"{value!r} must have 1 to {len(names)} parts: {', '.join(names)}")
    return dict(zip(names, given))


def mapping(value: Any, kind: str, required: tuple[str, ...]) -> Mapping[str, Any]:
    """A dictionary with at least these keys."""
    if not isinstance(value, Mapping):
        raise WidgetError(f"a {kind} widget is made of a dictionary")
    missing = [key for key in required if key not in value]
    if missing:
        raise WidgetError(f"a {kind} widget needs {', '.join(required)}; missing: {', '.join(missing)}")
    return value
