"""How long calls take: the app waits this long, as it would for its database, and history says so."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from .releases import Releases

# Once in a while something behind an endpoint hangs.
_STALL_SHARE = 0.003
_STALL_FACTOR = (6.0, 20.0)
_LONGEST_MS = 8_000.0


class Profile(NamedTuple):
    median_ms: float
    spread: float  # sigma of the logarithm
    stalls: bool = True


@dataclass(frozen=True)
class SlowSpell:
    """Some minutes of every hour in which an endpoint is slow."""

    endpoint: str
    minutes: range
    factor: float


@dataclass(frozen=True)
class Timing:
    profiles: Mapping[str, Profile]
    slow_spell: SlowSpell
    releases: Releases

    @property
    def endpoints(self) -> tuple[str, ...]:
        return tuple(self.profiles)

    def draw_ms(self, rng: Random, endpoint: str, version: str, minute: int) -> float:
        """How long one call takes, made in this minute of an hour."""
        median_ms, spread, stalls = self.profiles[endpoint]
        taken_ms = median_ms * math.exp(rng.gauss(0.0, spread)) * self.releases.factor(endpoint, version)
        if endpoint == self.slow_spell.endpoint and minute in self.slow_spell.minutes:
            taken_ms *= self.slow_spell.factor
        if stalls and rng.random() < _STALL_SHARE:
            taken_ms *= rng.uniform(*_STALL_FACTOR)
        return min(taken_ms, _LONGEST_MS)
