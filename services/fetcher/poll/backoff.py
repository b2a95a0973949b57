"""When a failing source is tried again: ever later up to a bound, never not at all."""

import random
from datetime import timedelta

# Sources that fell together (a network, a host) should not come back in one burst.
_JITTER = 0.2


def failure_delay(failures: int, first: timedelta, longest: timedelta) -> timedelta:
    """Doubles from ``first`` with each failure in a row, at most ``longest``, give or take a fifth."""
    # 2**20 intervals are longer than any bound; larger powers would only overflow.
    delay: timedelta = min(first * 2 ** min(failures - 1, 20), longest)
    return delay * random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311 - spreads load, guards nothing
