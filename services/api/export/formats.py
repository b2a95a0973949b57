"""The file formats of exports, each written piece by piece."""

import csv
import io
from collections.abc import Iterator
from typing import Protocol

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from typing_extensions import override

from services.api.export.rows import COLUMNS, Rows
from services.api.export.schemas import ExportFormat
from shared.calls.calls import NameKind

MEDIA_TYPES: dict[ExportFormat, str] = {
    "csv": "text/csv; charset=utf-8; header=present",
    "ndjson": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
}


class ExportWriter(Protocol):
    """``begin``, ``write`` any number of times and ``end``: their bytes are the file."""

    def begin(self) -> bytes: ...
    def write(self, rows: Rows) -> bytes: ...
    def end(self) -> bytes: ...


def writer_of(export_format: ExportFormat) -> ExportWriter:
    match export_format:
        case "csv":
            return _Csv()
        case "ndjson":
            return _JsonLines()
        case "parquet":
            return _Parquet()


class _Csv:
    """RFC 4180. Names are written as they are: one that begins like a formula is no less a name.

    Quoting keeps the table whole; a spreadsheet has to be told that columns are text, which no mark in the
    file could do without changing the names.
    """

    def begin(self) -> bytes:
        return self._lines(iter([COLUMNS]))

    def write(self, rows: Rows) -> bytes:
        return self._lines(_tuples(rows))

    def end(self) -> bytes:
        return b""

    def _lines(self, rows: Iterator[tuple[object, ...]]) -> bytes:
        text = io.StringIO(newline="")
        csv.writer(text).writerows(rows)
        return text.getvalue().encode()


class _JsonLines:
    def __init__(self) -> None:
        self._encoder = msgspec.json.Encoder()

    def begin(self) -> bytes:
        return b""

    def write(self, rows: Rows) -> bytes:
        return self._encoder.encode_lines(dict(zip(COLUMNS, row, strict=True)) for row in _tuples(rows))

    def end(self) -> bytes:
        return b""


def _tuples(rows: Rows) -> Iterator[tuple[object, ...]]:
    return zip(
        rows.times,
        *(rows.column(kind) for kind in NameKind),
        rows.statuses,
        rows.calls.execution_ms.tolist(),
        strict=True,
    )


class _Parquet:
    """One row group for each piece; the table of contents comes last, so nothing is kept but that."""

    _SCHEMA = pa.schema(
        [
            pa.field("time", pa.timestamp("us", tz="UTC"), nullable=False),
            pa.field("endpoint", pa.string(), nullable=False),
            pa.field("version", pa.string(), nullable=False),
            pa.field("group_by", pa.string(), nullable=False),
            pa.field("ip", pa.string(), nullable=False),
            pa.field("status", pa.int16()),
            pa.field("execution_time_ms", pa.float64(), nullable=False),
        ]
    )

    def __init__(self) -> None:
        self._sink = _Drained()
        self._writer = pq.ParquetWriter(self._sink, self._SCHEMA, compression="zstd")

    def begin(self) -> bytes:
        return self._sink.drain()

    def write(self, rows: Rows) -> bytes:
        columns = [
            rows.calls.at_us,
            *(rows.column(kind) for kind in NameKind),
            rows.statuses,
            rows.calls.execution_ms,
        ]
        arrays = [pa.array(column, field.type) for column, field in zip(columns, self._SCHEMA, strict=True)]
        self._writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=self._SCHEMA))
        return self._sink.drain()

    def end(self) -> bytes:
        self._writer.close()
        return self._sink.drain()


class _Drained(io.RawIOBase):
    """A file that gives away what was written to it; it only knows how much that was."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []
        self._written = 0

    @override
    def writable(self) -> bool:
        return True

    @override
    def write(self, data: object) -> int:
        piece = bytes(memoryview(data))  # type: ignore[arg-type]
        self._pieces.append(piece)
        self._written += len(piece)
        return len(piece)

    @override
    def tell(self) -> int:
        return self._written

    def drain(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)
