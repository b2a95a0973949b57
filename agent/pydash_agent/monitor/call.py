"""What is known of a request once its response begins."""

from __future__ import annotations

from typing import NamedTuple

# Of requests that no route of the app was found for: one name, however many paths strangers try.
UNMATCHED = "(unmatched)"

# A text that a visitor had a part in is not kept beyond this.
CHARS_MAX = 200


class Call(NamedTuple):
    at_us: int
    execution_ms: float
    endpoint: str
    group_by: str
    ip: str
    status: int
