"""How many digits of a number are worth showing."""

import math

from shared.statistics.statistic import Value

SIGNIFICANT_DIGITS = 3


def reduce_precision(value: float, digits: int = SIGNIFICANT_DIGITS) -> float:
    """Keeps ``digits`` digits in all, those before the decimal point (at least one) included.

    2/3 becomes 0.67 and 12.345 becomes 12.3; 1234.5678 becomes 1235, for whole digits are never dropped.
    """
    if not math.isfinite(value):
        return value
    before_point = len(str(int(abs(value))))
    return round(value, max(0, digits - before_point))


def rendered(value: Value) -> Value:
    """Floats with reduced precision; all else as it is."""
    return reduce_precision(value) if isinstance(value, float) else value
