"""How many attempts in how much time."""

import re
from dataclasses import dataclass

_LIMIT = re.compile(r"([1-9][0-9]{0,3})/([1-9][0-9]{0,4})")


@dataclass(frozen=True, order=True)
class Limit:
    seconds: int
    attempts: int


def parse_limits(text: str) -> tuple[Limit, ...]:
    """``10/60,20/600``: 10 attempts in 60 seconds and 20 in 600; the shortest first. Raises ValueError."""
    limits = []
    for part in text.split(","):
        match = _LIMIT.fullmatch(part.strip())
        if match is None:
            raise ValueError(
                f"{part.strip()!r} is no limit: attempts/seconds, as in 10/60, at most 9999/99999"
            )
        limits.append(Limit(seconds=int(match[2]), attempts=int(match[1])))
    if len({limit.seconds for limit in limits}) < len(limits):
        raise ValueError("two limits of the same time")
    return tuple(sorted(limits))
