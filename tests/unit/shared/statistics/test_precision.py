import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.statistics.precision import reduce_precision, rendered


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (2 / 3, 0.67),
        (-2 / 3, -0.67),
        (1234.5678, 1235.0),
        (-1234.5678, -1235.0),
        (12.345, 12.3),
        (1.2345, 1.23),
        (0.0, 0.0),
        (0.004, 0.0),
        (0.006, 0.01),
        (9.999, 10.0),
        (99.96, 100.0),
        (999.6, 1000.0),
        (123.4, 123.0),
        (1e15, 1e15),
        (123456789.6, 123456790.0),
    ],
)
def test_three_digits_are_shown_and_whole_ones_never_dropped(value: float, shown: float) -> None:
    assert reduce_precision(value) == shown


@given(st.floats(-1e12, 1e12))
def test_what_is_shown_is_as_near_as_its_last_digit(value: float) -> None:
    shown = reduce_precision(value)

    assert abs(shown - value) <= max(0.5, abs(value) * 1e-15)
    if abs(value) < 100:
        assert abs(shown - value) <= 0.05 + 1e-12
    if abs(value) < 10:
        assert abs(shown - value) <= 0.005 + 1e-12


@given(st.floats(-1e12, 1e12))
def test_what_is_shown_stays_when_it_is_shown_again(value: float) -> None:
    assert reduce_precision(reduce_precision(value)) == reduce_precision(value)


def test_a_sum_beyond_what_numbers_hold_is_no_error() -> None:
    assert reduce_precision(math.inf) == math.inf


def test_only_fractions_are_shortened() -> None:
    assert rendered(1234567) == 1234567
    assert rendered(None) is None
    assert rendered({"::1": 12345}) == {"::1": 12345}
    assert rendered(["1.23456"]) == ["1.23456"]
    assert rendered(2 / 3) == 0.67
