"""How long calls take: the shop waits this long, as it would for its database, and history says so."""

import math
from random import Random

from . import releases

# The median in milliseconds and the spread (sigma of the logarithm) of each endpoint.
_PROFILES = {
    "home": (14.0, 0.35),
    "catalogue": (38.0, 0.40),
    "search": (82.0, 0.50),
    "product": (21.0, 0.40),
    "recommendations": (118.0, 0.55),
    "cart.add": (9.0, 0.35),
    "cart.view": (12.0, 0.35),
    "checkout": (390.0, 0.30),
    "payment.webhook": (55.0, 0.45),
    "order_status": (27.0, 0.40),
    "login": (160.0, 0.15),  # a password hash: slow on purpose, and steady
    "account": (33.0, 0.40),
    "health": (0.5, 0.25),
}
ENDPOINTS = tuple(_PROFILES)

# Once in a while something behind an endpoint hangs.
_STALL_SHARE = 0.003
_STALL_FACTOR = (6.0, 20.0)
_LONGEST_MS = 8_000.0

# The recommendations are computed anew at twenty past each hour; meanwhile nothing is cached.
_COLD_MINUTES = range(20, 24)
_COLD_FACTOR = 4.0


def draw_ms(rng: Random, endpoint: str, version: str, minute: int) -> float:
    """How long one call takes, made in this minute of an hour."""
    median_ms, spread = _PROFILES[endpoint]
    taken_ms = median_ms * math.exp(rng.gauss(0.0, spread)) * releases.factor(endpoint, version)
    if endpoint == "recommendations" and minute in _COLD_MINUTES:
        taken_ms *= _COLD_FACTOR
    if endpoint != "health" and rng.random() < _STALL_SHARE:
        taken_ms *= rng.uniform(*_STALL_FACTOR)
    return min(taken_ms, _LONGEST_MS)
