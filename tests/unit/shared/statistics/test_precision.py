import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.statistics.precision import reduce_precision, reduced, significant


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
    assert reduced(np.array([1234567, 12])).tolist() == [1234567, 12]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.0045801, 0.00458),
        (2 / 3, 0.667),
        (-0.00012345, -0.000123),
        (1.0, 1.0),
        (0.0, 0.0),
        (12.345, 12.3),
        (1234.5678, 1235.0),
        (1e-290, 1e-290),
        (math.inf, math.inf),
    ],
)
def test_of_what_is_small_and_means_something_three_digits_count(value: float, shown: float) -> None:
    assert significant(np.array([value])).tolist() == [pytest.approx(shown, rel=1e-12)]


def test_what_is_not_a_number_stays_so() -> None:
    assert np.isnan(significant(np.array([math.nan]))).all()


@given(
    st.lists(
        st.one_of(
            st.floats(),
            st.floats(-1e3, 1e3),
            # Halves of the last digit, and what lies beside them.
            st.integers(-200_000, 200_000).map(lambda number: number / 1000),
        )
    )
)
def test_a_column_is_reduced_as_each_of_its_numbers(values: list[float]) -> None:
    column = reduced(np.array(values, np.float64))

    np.testing.assert_array_equal(column, [reduce_precision(value) for value in values])


def test_a_column_of_whole_numbers_stays() -> None:
    assert reduced(np.array([1234567, 2**60])).tolist() == [1234567, 2**60]
