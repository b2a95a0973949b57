"""Named calls as an Arrow IPC stream: what crosses Redis, some 12 bytes a call."""

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyarrow as pa

from shared.calls.block import to_us
from shared.calls.damage import DAMAGED
from shared.calls.named import NameColumn, NamedCalls

_NAME = pa.dictionary(pa.int32(), pa.string())
_SCHEMA = pa.schema(
    [
        pa.field("at_us", pa.int64(), nullable=False),
        pa.field("execution_ms", pa.float64(), nullable=False),
        pa.field("endpoint", _NAME, nullable=False),
        pa.field("version", _NAME, nullable=False),
        pa.field("group_by", _NAME, nullable=False),
        pa.field("ip", _NAME, nullable=False),
        pa.field("status", pa.int16(), nullable=False),
    ]
)
# Setting up a buffer's compression takes longer than a small batch's whole life.
_COMPRESS_FROM_CALLS = 1_000
# lz4 packs less than zstd but five times as quickly; a batch lives for seconds.
_COMPRESSED, _PLAIN = pa.ipc.IpcWriteOptions(compression="lz4"), pa.ipc.IpcWriteOptions()

# What datetime can say, with room for calendar arithmetic at its end. Which of these times are plausible is
# for rules.py to decide, call by call; here a whole batch would be refused.
_AT_US_MIN = to_us(datetime(1, 1, 1, tzinfo=UTC))
_AT_US_MAX = to_us(datetime(9000, 1, 1, tzinfo=UTC))


class UnreadableCallsError(Exception):
    """Bytes that are not calls of this contract; the message is fit for a log."""


def encode_named_calls(calls: NamedCalls) -> bytes:
    columns = [
        pa.array(calls.at_us),
        pa.array(calls.execution_ms),
        *(_dictionary(column) for column in (calls.endpoint, calls.version, calls.group_by, calls.ip)),
        pa.array(calls.status),
    ]
    sink = pa.BufferOutputStream()
    options = _PLAIN if len(calls) < _COMPRESS_FROM_CALLS else _COMPRESSED
    with pa.ipc.new_stream(sink, _SCHEMA, options=options) as writer:
        writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=_SCHEMA))
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]


def _dictionary(column: NameColumn) -> Any:
    return pa.DictionaryArray.from_arrays(pa.array(column.codes), pa.array(column.names, pa.string()))


def decode_named_calls(data: bytes) -> NamedCalls:
    """Raises UnreadableCallsError for bytes that ``encode_named_calls`` did not make."""
    try:
        return _decode(data)
    except DAMAGED as error:
        raise UnreadableCallsError(f"{type(error).__name__}: {str(error)[:200]}") from error


def _decode(data: bytes) -> NamedCalls:
    with pa.ipc.open_stream(pa.py_buffer(data)) as reader:
        if not reader.schema.equals(_SCHEMA):
            raise ValueError("unexpected columns")
        batch = reader.read_next_batch()
    # Bounds of offsets and codes: these bytes came over a network.
    batch.validate(full=True)
    at, execution_ms, endpoint, version, group_by, ip, status = batch.columns
    if any(column.null_count for column in batch.columns):
        raise ValueError("a column has gaps")
    at_us = at.to_numpy()
    if len(at_us) and not (at_us.min() >= _AT_US_MIN and at_us.max() < _AT_US_MAX):
        raise ValueError("a call is before the year 1 or after 9000")
    return NamedCalls(
        at_us=at_us,
        execution_ms=execution_ms.to_numpy(),
        endpoint=_names(endpoint),
        version=_names(version),
        group_by=_names(group_by),
        ip=_names(ip),
        status=status.to_numpy(),
    )


def _names(array: Any) -> NameColumn:
    if array.dictionary.null_count:
        raise ValueError("a name is missing")
    codes = array.indices.to_numpy().astype(np.int32, copy=False)
    return NameColumn(codes, tuple(array.dictionary.to_pylist()))
