"""A method of a framework, replaced while tests run."""

from __future__ import annotations

from typing import Any


class Hook:
    def __init__(self, owner: type[Any], method: str, replacement: Any) -> None:
        self._owner = owner
        self._method = method
        self._original = getattr(owner, method)
        setattr(owner, method, replacement)

    def remove(self) -> None:
        setattr(self._owner, self._method, self._original)
