"""The bytes of a call block: one Arrow record batch message, its schema fixed by the block's format number.

Arrow is open and read without copying. The schema message is left out (it would be larger than most live
blocks and is the same for all): prepend the one that ``schema_of(format)`` gives and any Arrow reader opens
a block. Buffers are compressed with zstd as the IPC format defines it.
"""

from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa

from shared.calls.calls import HOUR_US, Calls
from shared.calls.damage import DAMAGED

FORMAT = 1

_SCHEMAS = {
    1: pa.schema(
        [
            # Microseconds since the block's hour.
            pa.field("offset_us", pa.uint32(), nullable=False),
            pa.field("execution_ms", pa.float64(), nullable=False),
            pa.field("endpoint", pa.int32(), nullable=False),
            pa.field("version", pa.int32(), nullable=False),
            pa.field("group_by", pa.int32(), nullable=False),
            pa.field("ip", pa.int32(), nullable=False),
            pa.field("status", pa.int16(), nullable=False),
        ]
    )
}
# Smaller blocks are those of an open hour: put together soon, and until then read quicker as they are.
_COMPRESS_FROM_CALLS = 1_000
_COMPRESSED = pa.ipc.IpcWriteOptions(compression="zstd")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class UnknownBlockFormatError(Exception):
    """A block written by a newer release."""


class DamagedBlockError(Exception):
    """Bytes that are no block of their format."""


def schema_of(block_format: int) -> pa.Schema:
    try:
        return _SCHEMAS[block_format]
    except KeyError:
        raise UnknownBlockFormatError(f"block format {block_format} is not known to this release") from None


def to_us(moment: datetime) -> int:
    """Microseconds since 1970-01-01 UTC, exactly."""
    return (moment - _EPOCH) // _MICROSECOND


def from_us(at_us: int) -> datetime:
    return _EPOCH + timedelta(microseconds=at_us)


def encode_block(calls: Calls, hour_us: int) -> bytes:
    """Calls of the hour that begins at ``hour_us``. Raises ValueError for a call outside it."""
    offsets = calls.at_us - hour_us
    if len(calls) and not (offsets.min() >= 0 and offsets.max() < HOUR_US):
        raise ValueError("a block holds the calls of one hour")
    columns = (
        offsets.astype(np.uint32),
        calls.execution_ms,
        calls.endpoint,
        calls.version,
        calls.group_by,
        calls.ip,
        calls.status,
    )
    batch = pa.RecordBatch.from_arrays([pa.array(column) for column in columns], schema=schema_of(FORMAT))
    if len(calls) < _COMPRESS_FROM_CALLS:
        return batch.serialize().to_pybytes()  # type: ignore[no-any-return]
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema, options=_COMPRESSED) as writer:
        writer.write_batch(batch)
    return _record_batch_message(sink.getvalue())


def _record_batch_message(stream: pa.Buffer) -> bytes:
    reader = pa.ipc.MessageReader.open_stream(stream)
    reader.read_next_message()  # the schema
    return reader.read_next_message().serialize().to_pybytes()  # type: ignore[no-any-return]


def decode_block(data: bytes, hour_us: int, block_format: int = FORMAT) -> Calls:
    """Raises UnknownBlockFormatError and DamagedBlockError."""
    schema = schema_of(block_format)
    try:
        batch = pa.ipc.read_record_batch(pa.py_buffer(data), schema)
        batch.validate(full=True)
        offset, *others = (column.to_numpy() for column in batch.columns)
        return Calls(offset.astype(np.int64) + hour_us, *others)
    except DAMAGED as error:
        raise DamagedBlockError(f"{type(error).__name__}: {str(error)[:200]}") from error
