from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.fetcher.batch.keys import decode_keys, encode_keys, excess, hashed
from shared.calls.calls import UInt64s
from tests.fixtures.rows import NOON, name_column, named_calls

few_keys = st.lists(st.sampled_from([0, 1, 2, 2**63, 2**64 - 1]), max_size=30)


def keys(values: list[int]) -> UInt64s:
    return np.array(values, dtype=np.uint64)


@given(few_keys, few_keys)
def test_excess_is_the_difference_of_multisets(found: list[int], known: list[int]) -> None:
    beyond = excess(keys(found), keys(known))

    left = Counter(keys(found)[beyond].tolist())
    assert left == Counter(found) - Counter(known)


def test_of_equal_rows_the_last_are_the_late_ones() -> None:
    assert excess(keys([7, 7, 7]), keys([7, 7])).tolist() == [False, False, True]


@given(st.lists(st.integers(0, 2**64 - 1), max_size=50))
def test_keys_survive_their_bytes(values: list[int]) -> None:
    assert decode_keys(encode_keys(keys(values))).tolist() == sorted(values)


def test_ids_in_a_row_take_next_to_nothing() -> None:
    assert len(encode_keys(np.arange(10**9, 10**9 + 10_000, dtype=np.uint64))) < 500


def test_equal_calls_have_equal_keys_however_their_names_are_coded() -> None:
    ab = named_calls([NOON, NOON], endpoints=["a", "b"])
    ba = named_calls([NOON, NOON], endpoints=["b", "a"])

    assert hashed(ab).tolist() == hashed(ba)[::-1].tolist()
    assert hashed(named_calls([NOON] * 2)).tolist()[0] == hashed(named_calls([NOON])).tolist()[0]


@pytest.mark.parametrize(
    "change",
    [
        {"at_us": np.array([1], dtype=np.int64)},
        {"execution_ms": np.array([1.0000000000000002])},
        {"endpoint": name_column(["other"])},
        {"version": name_column(["other"])},
        {"group_by": name_column(["other"])},
        {"ip": name_column(["other"])},
    ],
    ids=lambda change: next(iter(change)),
)
def test_whatever_differs_makes_another_key(change: dict[str, Any]) -> None:
    call = named_calls([NOON])

    assert hashed(call).tolist() != hashed(replace(call, **change)).tolist()


def test_a_name_that_was_inferred_makes_no_difference() -> None:
    number, name = (named_calls([NOON], endpoints=[endpoint]) for endpoint in ("endpoint #7", "home"))

    assert hashed(number, endpoints_certain=False) == hashed(name, endpoints_certain=False)
    assert hashed(number) != hashed(name)


def test_two_columns_that_change_places_make_another_key() -> None:
    call = replace(named_calls([NOON]), version=name_column(["x"]), group_by=name_column(["y"]))
    swapped = replace(call, version=name_column(["y"]), group_by=name_column(["x"]))

    assert hashed(call).tolist() != hashed(swapped).tolist()


def test_no_calls_have_no_keys() -> None:
    assert hashed(named_calls([])).tolist() == []
    assert decode_keys(encode_keys(keys([]))).tolist() == []
