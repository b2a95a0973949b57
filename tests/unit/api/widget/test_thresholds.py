"""Which colour a figure has."""

import pytest

from services.api.widget.plan.thresholds import Level, level_of


@pytest.mark.parametrize(
    ("value", "amber", "red", "level"),
    [
        (4, 5, 10, Level.GREEN),
        (5, 5, 10, Level.AMBER),
        (10, 5, 10, Level.RED),
        (0.95, 0.9, 0.7, Level.GREEN),
        (0.9, 0.9, 0.7, Level.AMBER),
        (0.7, 0.9, 0.7, Level.RED),
        (4, None, 5, Level.GREEN),
        (5, None, 5, Level.RED),
        (5, 5, None, Level.AMBER),
        (5, None, None, Level.GREEN),
    ],
)
def test_more_is_worse_unless_red_is_less_than_amber(
    value: float, amber: float | None, red: float | None, level: Level
) -> None:
    assert level_of(value, amber=amber, red=red) is level
