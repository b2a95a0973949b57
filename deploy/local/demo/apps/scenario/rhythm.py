"""How busy an app is: by hour, by weekday, and by how well known it has become. All in UTC."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Growth:
    """The share of its visitors that an app has found; it nears 1 and stays there."""

    first_level: float
    midpoint: timedelta  # since the app opened
    scale: timedelta

    def level(self, moment: datetime, opened: datetime) -> float:
        steps = (moment - opened - self.midpoint) / self.scale
        return self.first_level + (1 - self.first_level) / (1 + math.exp(-steps))


@dataclass(frozen=True)
class Rhythm:
    mean: float  # calls a second of an app that everybody knows, averaged over a week
    floor: float  # never below: even at night there is something to see
    by_hour: tuple[float, ...]
    by_weekday: tuple[float, ...]
    growth: Growth

    def calls_per_second(self, moment: datetime, opened: datetime) -> float:
        """The expected rate; between two hours it moves in a straight line."""
        this, following = self.by_hour[moment.hour], self.by_hour[(moment.hour + 1) % 24]
        into_hour = (moment.minute * 60 + moment.second) / 3600
        by_hour = this + (following - this) * into_hour
        busy = max(self.floor, self.mean * by_hour * self.by_weekday[moment.weekday()])
        return self.growth.level(moment, opened) * busy
