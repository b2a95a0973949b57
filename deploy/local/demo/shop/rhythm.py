"""How busy the shop is: by hour, by weekday, and by how well known it has become. All in UTC."""

import math
from datetime import datetime, timedelta

from .releases import HISTORY

# Calls a second of a shop that everybody knows, averaged over a week. With the growth below, the history of
# three weeks comes to some 330,000 calls.
_MEAN = 0.4
# Even at night there is enough to see within a few seconds.
_FLOOR = 0.28

_BY_HOUR = (
    0.50, 0.40, 0.36, 0.36, 0.40, 0.50, 0.68, 0.90, 1.06, 1.14, 1.18, 1.24,
    1.30, 1.22, 1.14, 1.12, 1.16, 1.26, 1.42, 1.58, 1.60, 1.42, 1.06, 0.72,
)  # fmt: skip
_BY_WEEKDAY = (1.04, 1.02, 1.00, 1.02, 1.08, 0.86, 0.98)

_GROWTH_MIDPOINT = HISTORY * 0.72
_GROWTH_SCALE = timedelta(days=3)
_FIRST_DAY_LEVEL = 0.2


def level(moment: datetime, opened: datetime) -> float:
    """The share of its visitors that the shop has already found; it nears 1 and stays there."""
    steps = (moment - opened - _GROWTH_MIDPOINT) / _GROWTH_SCALE
    return _FIRST_DAY_LEVEL + (1 - _FIRST_DAY_LEVEL) / (1 + math.exp(-steps))


def calls_per_second(moment: datetime, opened: datetime) -> float:
    """The expected rate; between two hours it moves in a straight line."""
    this, following = _BY_HOUR[moment.hour], _BY_HOUR[(moment.hour + 1) % 24]
    into_hour = (moment.minute * 60 + moment.second) / 3600
    by_hour = this + (following - this) * into_hour
    return level(moment, opened) * max(_FLOOR, _MEAN * by_hour * _BY_WEEKDAY[moment.weekday()])
