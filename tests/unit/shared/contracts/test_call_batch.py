import base64
import zlib
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.calls.arrow import decode_named_calls, encode_named_calls
from shared.calls.named import NamedCalls
from shared.contracts.call_batch import BadBatchError, CallBatch, dashboard_of, decode_batch, encode_batch
from shared.contracts.ids import DashboardId, Sequence
from tests.unit.shared.factories import HOUR, any_named_calls, make_named_calls, same_calls
from tests.unit.shared.mutations import mutated

_DASHBOARD = DashboardId(UUID("0f0e0d0c-0b0a-4908-8706-050403020100"))


def make_batch(calls: NamedCalls | None = None, *, sequence: int = 7) -> CallBatch:
    return CallBatch(
        dashboard_id=_DASHBOARD,
        sequence=Sequence(sequence),
        window_start=HOUR - timedelta(seconds=1),
        window_end=HOUR + timedelta(hours=1),
        calls=make_named_calls([1.5, 0.25, 1.5]) if calls is None else calls,
    )


_ENTRY = encode_batch(make_batch())
# The calls of make_batch() as the first release sends them, deflated.
_CALLS_OF_THE_FIRST_RELEASE = zlib.decompress(
    base64.b64decode(
        "eNrFVT2P00AQHccfcZCFjGSkSARh4EoU5a4C6aT4BxxUFHS5g7MgEhdHFwdBZ1FdQQd/AImCMmVKSkoKiiso+BlXsbxZr53N"
        "5khxuhwrTXbHb/Z55s0oFkKIpEEUEq9rFJBHLvk4YVkOOdiKP0Lw3oT9tog+wRLYL/gfYA9hjO8hDluDudrqGS8PNskP8umE"
        "aLeMsTgmEvLsRvhJYB3tDlKi4ZiQSQRzYGWONi3WieKK8eOD61Dj2zX4+P7L42w6Hjx/x/4csYF6D6+fGtdTYDMjt1jjYh3e"
        "pMeTYTYCb1jnx3yWitkSC74vOIdQxJd3A9yIlN4L/i0j13R0OM6Go7z0fYn6KqbQuB0qe/S9fGaHBhfnlL5NX0xzZDs4mnA3"
        "fJinVA6lvmVerLDKS/ZQr9mFHeQDbiHiA1hT3uM8OH+8Xsy5p/V722qSAslMDUfORKL1T68rlHc62J36zjPVw0jTlbSa9Vkw"
        "1x21x2q/pWGWwVdpLrnvPW7vJ+/hFqSVXx8UDrd4lR2l9X2u/9tS/dFK/ZFWvz7XHSOfTerQuZgOLmlzoOFwi+1ur9u7LB0a"
        "V6TDBubhSTa6vHmwr0iH+GI6tCq8tYy3eB4e7WAidrrblQ5za83/gu3IWmLr3/X61qJe+5x6r6+p94Hae8bznoHvG3jl36++"
        "NQZ+YuAzA58Z+KmBnxr4ivDKv609ap7T20377eX+3sTxI433Pn997ZLlU9FQ5zXxN1DL3bN+E5r86JfoWZ+075MWH6j5Wln/"
        "K85bjvPMOFF+d+kvbDCzIQ=="
    )
)


@given(any_named_calls(), st.integers(1, 2**62))
def test_a_batch_arrives_as_it_was_sent(calls: NamedCalls, sequence: int) -> None:
    sent = make_batch(calls, sequence=sequence)

    arrived = decode_batch(encode_batch(sent))

    assert arrived.dashboard_id == sent.dashboard_id
    assert arrived.sequence == sent.sequence
    assert (arrived.window_start, arrived.window_end) == (sent.window_start, sent.window_end)
    assert same_calls(arrived.calls, sent.calls)


def test_the_fields_are_the_ones_that_were_agreed() -> None:
    # A running aggregator reads what a newer fetcher writes: a change here is a new version.
    assert _ENTRY.keys() == {b"version", b"dashboard", b"sequence", b"start_us", b"end_us", b"calls"}
    assert _ENTRY[b"version"] == b"call_batch.1"
    assert _ENTRY[b"dashboard"] == _DASHBOARD.bytes
    assert _ENTRY[b"sequence"] == b"7"
    assert _ENTRY[b"start_us"] == b"1526846399000000"


def test_a_batch_of_the_first_release_is_still_read() -> None:
    # While a deployment rolls out, fetcher and aggregator are of different releases.
    arrived = decode_batch({**_ENTRY, b"calls": _CALLS_OF_THE_FIRST_RELEASE})

    assert same_calls(arrived.calls, make_batch().calls)


def test_times_come_back_aware_and_in_utc() -> None:
    arrived = decode_batch(_ENTRY)

    assert arrived.window_start == datetime(2018, 5, 20, 19, 59, 59, tzinfo=UTC)
    assert arrived.window_start.tzinfo is UTC


@pytest.mark.parametrize("version", [None, b"", b"call_batch.2", b"call_batch.1 ", b"\xff" * 1000])
def test_another_version_is_refused_by_name_and_in_few_words(version: bytes | None) -> None:
    fields = dict(_ENTRY)
    del fields[b"version"]
    if version is not None:
        fields[b"version"] = version

    with pytest.raises(BadBatchError, match="unknown version") as refused:
        decode_batch(fields)
    assert len(str(refused.value)) < 100


@pytest.mark.parametrize("field", [b"dashboard", b"sequence", b"start_us", b"end_us", b"calls"])
def test_a_missing_field_is_refused_by_name(field: bytes) -> None:
    with pytest.raises(BadBatchError, match=field.decode()):
        decode_batch({name: value for name, value in _ENTRY.items() if name != field})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (b"dashboard", b"short"),
        (b"dashboard", _DASHBOARD.bytes * 2),
        (b"sequence", b""),
        (b"sequence", b"seven"),
        (b"sequence", b"7.0"),
        (b"sequence", b"9" * 5000),
        (b"start_us", b"1" * 30),
        (b"end_us", b"-" + b"1" * 30),
        (b"end_us", b"\x00"),
        (b"calls", b""),
        (b"calls", b"not arrow"),
        (b"calls", b"\x00" * 1000),
        (b"calls", b"\xff\xff\xff\xff" + b"\x00" * 1000),
    ],
)
def test_a_field_that_cannot_be_read_is_refused(field: bytes, value: bytes) -> None:
    with pytest.raises(BadBatchError) as refused:
        decode_batch({**_ENTRY, field: value})
    assert len(str(refused.value)) < 300


@settings(max_examples=250)
@given(st.data())
def test_damaged_calls_are_either_noticed_or_still_calls(data: st.DataObject) -> None:
    entry = encode_batch(make_batch(data.draw(st.sampled_from((None, make_named_calls([0.5] * 300))))))
    damaged = data.draw(mutated(entry[b"calls"]))
    try:
        batch = decode_batch({**entry, b"calls": damaged})
    except BadBatchError:
        return
    # Damage to a value shows nowhere; what came through must be safe to apply.
    assert all(isinstance(name, str) for column in _columns(batch.calls) for name in column.names), (
        "a name is missing"
    )
    assert len({len(column.codes) for column in _columns(batch.calls)} | {len(batch.calls)}) == 1


def _columns(calls: NamedCalls) -> tuple[Any, ...]:
    return calls.endpoint, calls.version, calls.group_by, calls.ip


@given(st.dictionaries(st.sampled_from(sorted(_ENTRY)), st.binary(max_size=40)))
def test_no_entry_raises_another_error_than_the_documented_one(noise: dict[bytes, bytes]) -> None:
    with suppress(BadBatchError):
        decode_batch({**_ENTRY, **noise})


def rewritten(change: Callable[[Any], Any]) -> bytes:
    """The calls of _ENTRY as a well-formed Arrow stream of the agreed columns that ``change`` tampered with."""
    with pa.ipc.open_stream(_ENTRY[b"calls"]) as reader:
        schema, batch = reader.schema, reader.read_next_batch()
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema) as writer:
        tampered = change(batch)
        if tampered is not None:
            writer.write_batch(tampered)
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]


def _with_column(batch: Any, name: str, column: Any) -> Any:
    columns = dict(zip(batch.schema.names, batch.columns, strict=True)) | {name: column}
    return pa.RecordBatch.from_arrays(list(columns.values()), schema=batch.schema)


def _names(codes: list[int | None], distinct: list[str | None]) -> Any:
    return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), pa.array(distinct), safe=False)


@pytest.mark.parametrize(
    "change",
    [
        lambda _: None,
        lambda batch: _with_column(batch, "ip", _names([0, 1, 0], ["::1", None])),
        lambda batch: _with_column(batch, "ip", _names([0, None, 0], ["::1"])),
        lambda batch: _with_column(batch, "ip", _names([0, 5, 0], ["::1"])),
        lambda batch: _with_column(batch, "ip", _names([0, -1, 0], ["::1"])),
        lambda batch: _with_column(batch, "at_us", pa.array([1, None, 3], pa.int64())),
        lambda batch: _with_column(batch, "at_us", pa.array([2**62] * 3, pa.int64())),
        lambda batch: _with_column(batch, "at_us", pa.array([-(2**62)] * 3, pa.int64())),
    ],
    ids=[
        "no calls at all, not even none",
        "a name that is null",
        "a code that is null",
        "a code beyond the names",
        "a negative code",
        "a time that is null",
        "a time after the end of time",
        "a time before its beginning",
    ],
)
def test_well_formed_nonsense_is_refused(change: Callable[[Any], Any]) -> None:
    with pytest.raises(BadBatchError):
        decode_batch({**_ENTRY, b"calls": rewritten(change)})


def test_rewriting_alone_changes_nothing() -> None:
    # Else the refusals above would prove nothing.
    calls = rewritten(lambda batch: batch)

    assert same_calls(decode_named_calls(calls), make_batch().calls)
    assert encode_named_calls(decode_named_calls(calls)) == _ENTRY[b"calls"]


def test_whose_batch_it_is_can_be_told_where_the_rest_cannot_be_read() -> None:
    assert dashboard_of({b"dashboard": _DASHBOARD.bytes}) == _DASHBOARD
    with pytest.raises(KeyError):
        dashboard_of({})
    with pytest.raises(ValueError, match="16-char"):
        dashboard_of({b"dashboard": b"short"})
