import base64
import zlib
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shared.calls.block import (
    FORMAT,
    DamagedBlockError,
    UnknownBlockFormatError,
    decode_block,
    encode_block,
    from_us,
    schema_of,
    to_us,
)
from shared.calls.calls import HOUR_US, Calls
from tests.unit.shared.factories import HOUR_START_US, calls_of_an_hour, make_calls, same_calls
from tests.unit.shared.mutations import mutated

_TWO_CALLS = make_calls(
    [0.5, 0.1],
    at_us=[HOUR_START_US, HOUR_START_US + HOUR_US - 1],
    endpoint=[1, 2],
    version=3,
    group_by=4,
    ip=[5, 6],
    status=[0, 200],
)
# _TWO_CALLS as a block of format 1, deflated; blocks like it are in people's databases.
_TWO_CALLS_IN_FORMAT_1 = zlib.decompress(
    base64.b64decode(
        "eNr7/////xWMDAwiDBDAwyDGwMbAysABZPGABJhZGCSAlAMDDHAB+TwMLEAVXEDeHyAWAGImBgTgY8ANONBodHEBKC2BJi+B"
        "pk4BTV4BTV4DTV4DTd4ATd4ATd4CTR7GZ0ESY0fzNwMd+CDwf/HkaxDWA/tZM0Fgpz0jVC0zFLNAMSsQs4HVngCTAGeqElQ="
    )
)


@given(calls_of_an_hour())
@example(Calls.empty())
@example(make_calls([1.0], at_us=HOUR_START_US))
@example(make_calls([1.0] * 64, at_us=HOUR_START_US + HOUR_US - 1))
@example(make_calls([5e-324, 1.7976931348623157e308], ip=[2**31 - 1, -(2**31)], status=[32767, -32768]))
def test_a_block_gives_back_the_calls_it_was_made_of(calls: Calls) -> None:
    assert same_calls(decode_block(encode_block(calls, HOUR_START_US), HOUR_START_US), calls)


def test_many_calls_take_some_ten_bytes_each() -> None:
    rng = np.random.default_rng(1)
    count = 50_000
    calls = make_calls(
        np.round(rng.lognormal(3.0, 0.8, count), 3).tolist(),
        at_us=np.sort(rng.integers(HOUR_START_US, HOUR_START_US + HOUR_US, count)),
        endpoint=rng.integers(1, 20, count),
        ip=rng.integers(1, 300, count),
    )

    assert len(encode_block(calls, HOUR_START_US)) / count < 13


@pytest.mark.parametrize("offset_us", [-1, HOUR_US], ids=["before", "after"])
def test_a_call_outside_the_hour_is_refused(offset_us: int) -> None:
    calls = make_calls([1.0, 2.0], at_us=[HOUR_START_US, HOUR_START_US + offset_us])

    with pytest.raises(ValueError, match="calls of one hour"):
        encode_block(calls, HOUR_START_US)


def test_a_block_of_the_first_release_still_opens() -> None:
    assert same_calls(decode_block(_TWO_CALLS_IN_FORMAT_1, HOUR_START_US, 1), _TWO_CALLS)


def test_a_block_of_a_newer_release_is_told_from_a_damaged_one() -> None:
    with pytest.raises(UnknownBlockFormatError, match="block format 999"):
        decode_block(_TWO_CALLS_IN_FORMAT_1, HOUR_START_US, 999)


@pytest.mark.parametrize("calls", [_TWO_CALLS, make_calls([0.5] * 100)], ids=["plain", "compressed"])
def test_any_arrow_reader_opens_a_block_behind_the_schema_of_its_format(calls: Calls) -> None:
    stream = schema_of(FORMAT).serialize().to_pybytes() + encode_block(calls, HOUR_START_US)

    with pa.ipc.open_stream(stream) as reader:
        table = reader.read_all()

    assert table.column_names[:2] == ["offset_us", "execution_ms"]
    assert table["execution_ms"].to_pylist() == calls.execution_ms.tolist()
    assert table["offset_us"].to_pylist() == (calls.at_us - HOUR_START_US).tolist()


@settings(max_examples=250)
@given(st.data())
def test_damaged_bytes_are_never_another_error_than_the_documented_one(data: st.DataObject) -> None:
    block = encode_block(data.draw(st.sampled_from((_TWO_CALLS, make_calls([0.5] * 100)))), HOUR_START_US)
    damaged = data.draw(mutated(block))
    try:
        calls = decode_block(damaged, HOUR_START_US)
    except DamagedBlockError:
        return
    # What is not noticed, such as a flipped bit of a value, still is calls.
    assert len(calls) >= 0


@pytest.mark.parametrize("kept", [0, 1, 8, 200, 400, 490])
def test_a_block_cut_short_is_noticed(kept: int) -> None:
    with pytest.raises(DamagedBlockError):
        decode_block(_TWO_CALLS_IN_FORMAT_1[:kept], HOUR_START_US)


@given(st.datetimes(timezones=st.sampled_from((UTC, timezone(timedelta(hours=-3, minutes=-30))))))
def test_microseconds_and_moments_convert_without_loss(moment: datetime) -> None:
    assert from_us(to_us(moment)) == moment
    assert from_us(to_us(moment)).tzinfo is UTC


def test_time_is_counted_from_1970() -> None:
    assert to_us(datetime(1970, 1, 1, tzinfo=UTC)) == 0
    assert to_us(datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)) == -1
    assert to_us(datetime(2018, 5, 20, 20, tzinfo=UTC)) == 1_526_846_400_000_000
