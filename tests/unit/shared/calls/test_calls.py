import numpy as np
import pytest

from shared.calls.calls import Calls, NameKind
from tests.unit.shared.factories import make_calls, same_calls


def test_columns_of_different_lengths_are_refused() -> None:
    calls = make_calls([1.0, 2.0])

    with pytest.raises(ValueError, match="one length"):
        Calls(**{**vars(calls), "ip": calls.ip[:1]})


def test_no_calls_have_length_zero_and_the_columns_types() -> None:
    empty = Calls.empty()

    assert len(empty) == 0
    assert same_calls(empty, make_calls([]))


def test_each_kind_of_name_has_its_own_column() -> None:
    calls = make_calls([1.0], endpoint=10, version=20, group_by=30, ip=40)

    assert [int(calls.ids(kind)[0]) for kind in NameKind] == [10, 20, 30, 40]


@pytest.mark.parametrize(
    ("chosen", "kept"),
    [
        (np.array([True, False, True]), [1.0, 3.0]),
        (np.array([2, 0], np.int64), [3.0, 1.0]),
        (slice(1, None), [2.0, 3.0]),
    ],
    ids=["mask", "positions", "slice"],
)
def test_calls_are_chosen_in_every_column_alike(chosen: slice, kept: list[float]) -> None:
    calls = make_calls([1.0, 2.0, 3.0], ip=[1, 2, 3]).select(chosen)

    assert calls.execution_ms.tolist() == kept
    assert calls.ip.tolist() == kept


def test_sorting_by_time_keeps_the_order_of_calls_of_one_moment() -> None:
    calls = make_calls([1.0, 2.0, 3.0, 4.0], at_us=[7, 5, 7, 5])

    assert calls.sorted_by_time().execution_ms.tolist() == [2.0, 4.0, 1.0, 3.0]


def test_a_range_holds_its_start_and_not_its_end() -> None:
    calls = make_calls([1.0, 2.0, 3.0], at_us=[10, 20, 30])

    assert calls.between(10, 30).execution_ms.tolist() == [1.0, 2.0]
    assert len(calls.between(11, 11)) == 0


def test_parts_are_joined_in_their_order_and_keep_their_types() -> None:
    joined = Calls.concat([make_calls([3.0], ip=1), Calls.empty(), make_calls([1.0, 2.0], ip=2)])

    assert joined.execution_ms.tolist() == [3.0, 1.0, 2.0]
    assert joined.ip.tolist() == [1, 2, 2]
    assert {name: column.dtype for name, column in vars(joined).items()} == {
        name: column.dtype for name, column in vars(Calls.empty()).items()
    }
