import math
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given

from shared.calls.arrow import UnreadableCallsError, decode_named_calls, encode_named_calls
from shared.calls.block import to_us
from shared.calls.calls import NameKind
from shared.calls.named import NamedCalls
from tests.unit.shared.factories import any_named_calls, make_named_calls, same_calls


@given(any_named_calls())
def test_named_calls_arrive_as_they_were_sent(calls: NamedCalls) -> None:
    assert same_calls(decode_named_calls(encode_named_calls(calls)), calls)


def test_no_calls_arrive_as_no_calls() -> None:
    arrived = decode_named_calls(encode_named_calls(make_named_calls([])))

    assert len(arrived) == 0
    assert [arrived.column(kind).names for kind in NameKind] == [()] * 4


def test_repeated_names_cost_little() -> None:
    rng = np.random.default_rng(1)
    count = 20_000
    calls = make_named_calls(
        np.round(rng.lognormal(3.0, 0.8, count), 3).tolist(),
        endpoint=rng.choice(["home", "search", "product", "cart"], count).tolist(),
        ip=rng.choice([f"192.0.2.{n}" for n in range(200)], count).tolist(),
    )

    assert len(encode_named_calls(calls)) / count < 25


@pytest.mark.parametrize(
    "change",
    [
        lambda table: table.drop_columns(["status"]),
        lambda table: table.append_column("more", pa.array([1, 1])),
        lambda table: table.rename_columns(["at", *table.column_names[1:]]),
        lambda table: table.set_column(0, "at_us", table["at_us"].cast(pa.uint64())),
        lambda table: table.cast(pa.schema([field.with_nullable(True) for field in table.schema])),
    ],
    ids=["fewer", "more", "renamed", "another type", "nullable"],
)
def test_other_columns_than_the_agreed_ones_are_refused(change: Callable[[Any], Any]) -> None:
    with pa.ipc.open_stream(encode_named_calls(make_named_calls([1.0, 2.0]))) as reader:
        table = change(reader.read_all())
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)

    with pytest.raises(UnreadableCallsError, match="unexpected columns"):
        decode_named_calls(sink.getvalue().to_pybytes())


@pytest.mark.parametrize(
    "execution_ms", [math.nan, math.inf, -math.inf, -1.5, 1.7976931348623157e308], ids=repr
)
def test_times_taken_that_cannot_be_arrive_for_the_rules_to_count(execution_ms: float) -> None:
    arrived = decode_named_calls(encode_named_calls(make_named_calls([execution_ms])))

    assert np.array_equal(arrived.execution_ms, [execution_ms], equal_nan=True)


@pytest.mark.parametrize("year", [1, 1969, 1970, 1999, 8999])
def test_implausible_times_arrive_for_the_rules_to_count(year: int) -> None:
    at_us = to_us(datetime(year, 1, 1, tzinfo=UTC))

    assert decode_named_calls(encode_named_calls(make_named_calls([1.0], at_us=[at_us]))).at_us.tolist() == [
        at_us
    ]


@pytest.mark.parametrize(
    "at_us",
    [to_us(datetime(1, 1, 1, tzinfo=UTC)) - 1, to_us(datetime(9000, 1, 1, tzinfo=UTC)), -(2**63), 2**63 - 1],
)
def test_times_beyond_the_calendar_are_refused(at_us: int) -> None:
    with pytest.raises(UnreadableCallsError, match="before the year 1 or after 9000"):
        decode_named_calls(encode_named_calls(make_named_calls([1.0], at_us=[at_us])))
