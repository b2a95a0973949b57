"""How many digits of a number are worth showing."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

SIGNIFICANT_DIGITS = 3
# Many times what a product below a thousand can be off by.
_HALF_WIDTH = 1e-9


def reduce_precision(value: float, digits: int = SIGNIFICANT_DIGITS) -> float:
    """Keeps ``digits`` digits in all, those before the decimal point (at least one) included.

    2/3 becomes 0.67 and 12.345 becomes 12.3; 1234.5678 becomes 1235, for whole digits are never dropped.
    """
    if not math.isfinite(value):
        return value
    before_point = len(str(int(abs(value))))
    return round(value, max(0, digits - before_point))


def reduced(values: NDArray[Any]) -> NDArray[Any]:
    """Each float of a column as ``reduce_precision`` has it; whole numbers as they are."""
    if values.dtype.kind != "f":
        return values
    size = np.abs(values)
    scale = np.where(size < 10, 100.0, np.where(size < 100, 10.0, 1.0))
    scaled = values * scale
    nearest = np.rint(scaled)
    found: NDArray[Any] = nearest / scale
    with np.errstate(invalid="ignore"):
        beside_half = np.abs(np.abs(scaled - nearest) - 0.5) < _HALF_WIDTH
    # Where scaling may have rounded to a half, or from one, the decimal digits decide.
    for place in np.flatnonzero(beside_half).tolist():
        found[place] = reduce_precision(float(values[place]))
    return found


def significant(values: NDArray[Any]) -> NDArray[Any]:
    """Each number of a column with three digits that count: 0.00458 is not 0, as ``reduced`` would have it.

    For what can be small and still mean something: shares and rates. Whole digits are never dropped.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        places = SIGNIFICANT_DIGITS - 1 - np.floor(np.log10(np.abs(values)))
    # Of zero, and of what is not a number, there is nothing to round.
    scale = np.power(10.0, np.clip(np.where(np.isfinite(places), places, 0.0), 0.0, 300.0))
    found: NDArray[Any] = np.rint(values * scale) / scale
    return found
