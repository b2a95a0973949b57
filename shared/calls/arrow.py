"""Named calls as an Arrow IPC stream: what crosses Redis, some 12 bytes a call."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

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
# lz4 packs less than zstd but five times as quickly; a batch lives for seconds.
_OPTIONS = pa.ipc.IpcWriteOptions(compression="lz4")

# The year 9000 in microseconds: calendar arithmetic needs room beyond what datetime can say.
_AT_US_MAX = 221_845_392_000_000_000


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
    with pa.ipc.new_stream(sink, _SCHEMA, options=_OPTIONS) as writer:
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
    at_us, execution_ms, endpoint, version, group_by, ip, status = batch.columns
    if any(column.null_count for column in batch.columns):
        raise ValueError("a column has gaps")
    if len(at_us) and not (pc.min(at_us).as_py() >= 0 and pc.max(at_us).as_py() < _AT_US_MAX):
        raise ValueError("a call is before 1970 or after 9000")
    return NamedCalls(
        at_us=at_us.to_numpy(),
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
