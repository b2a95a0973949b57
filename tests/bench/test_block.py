"""Claim: a call block costs less to write and read than a Parquet file of the same columns, and little more room.

Both with pyarrow and zstd, in memory. A busy hour of 50,000 calls, and a live batch of 100. Ratios: calls a second;
bytes a call, where less is better.
"""

import io

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from shared.calls.block import decode_block, encode_block, to_us
from shared.calls.calls import Calls
from tests.bench.figures import publish
from tests.bench.measure import seconds
from tests.bench.workload import START, calls_over

pytestmark = pytest.mark.bench

_HOUR_US = to_us(START)
_PEER = "Parquet (pyarrow, zstd)"


def write_parquet(calls: Calls) -> bytes:
    """The same columns as a block has, offsets within the hour included."""
    columns = {**vars(calls), "at_us": (calls.at_us - _HOUR_US).astype(np.uint32)}
    sink = io.BytesIO()
    pq.write_table(pa.table(columns), sink, compression="zstd")
    return sink.getvalue()


def read_parquet(data: bytes) -> Calls:
    table = pq.read_table(io.BytesIO(data), use_threads=False)
    columns = {name: table[name].to_numpy() for name in table.column_names}
    return Calls(**{**columns, "at_us": columns["at_us"].astype(np.int64) + _HOUR_US})


@pytest.mark.parametrize(("count", "named"), [(50_000, "50,000 calls"), (100, "100 calls")])
def test_blocks(count: int, named: str) -> None:
    calls = calls_over(1, count)
    block, parquet = encode_block(calls, _HOUR_US), write_parquet(calls)

    writing, writing_parquet = seconds(lambda: encode_block(calls, _HOUR_US), lambda: write_parquet(calls))
    reading, reading_parquet = seconds(lambda: decode_block(block, _HOUR_US), lambda: read_parquet(parquet))

    for read in (decode_block(block, _HOUR_US), read_parquet(parquet)):
        assert all(np.array_equal(column, vars(calls)[name]) for name, column in vars(read).items())
    publish(
        f"write a block of {named}",
        value=count / writing,
        unit="calls/s",
        peer=_PEER,
        peer_value=count / writing_parquet,
    )
    publish(
        f"read a block of {named}",
        value=count / reading,
        unit="calls/s",
        peer=_PEER,
        peer_value=count / reading_parquet,
    )
    publish(
        f"size of a block of {named}",
        value=len(block) / count,
        unit="bytes/call",
        peer=_PEER,
        peer_value=len(parquet) / count,
        less_is_better=True,
    )
