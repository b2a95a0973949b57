"""Which colour a figure has."""

from enum import Enum, auto


class Level(Enum):
    GREEN = auto()
    AMBER = auto()
    RED = auto()


def level_of(value: float, *, amber: float | None, red: float | None) -> Level:
    """More is worse, unless ``red`` is less than ``amber``."""
    falling = amber is not None and red is not None and red < amber
    for threshold, level in ((red, Level.RED), (amber, Level.AMBER)):
        if threshold is not None and (value <= threshold if falling else value >= threshold):
            return level
    return Level.GREEN
