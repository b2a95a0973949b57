"""How many digits of a number are worth showing."""

import math
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

SIGNIFICANT_DIGITS = 3
# Many times what a product below a thousand can be off by.
_HALF_WIDTH = 1e-9

T = TypeVar("T")


def reduce_precision(value: float, digits: int = SIGNIFICANT_DIGITS) -> float:
    """Keeps ``digits`` digits in all, those before the decimal point (at least one) included.

    2/3 becomes 0.67 and 12.345 becomes 12.3; 1234.5678 becomes 1235, for whole digits are never dropped.
    """
    if not math.isfinite(value):
        return value
    before_point = len(str(int(abs(value))))
    return round(value, max(0, digits - before_point))


def rendered(value: T) -> T | float:
    """Floats with reduced precision; all else as it is."""
    return reduce_precision(value) if isinstance(value, float) else value


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
