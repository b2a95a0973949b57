import io

import pyarrow.parquet as pq
import pytest

from services.api.export.formats import MEDIA_TYPES, writer_of
from services.api.export.rows import Rows
from services.api.export.schemas import ExportFormat
from shared.calls.calls import NameKind
from tests.unit.api.export.test_rows import make_calls

NAMES = {kind: {1: f"the {kind.name.lower()}"} for kind in NameKind}


def test_parquet_is_given_away_row_group_by_row_group() -> None:
    writer = writer_of("parquet")
    pieces = [
        writer.begin(),
        *(writer.write(Rows(make_calls(0, size), NAMES)) for size in (30_000, 30_000, 5)),
    ]
    pieces.append(writer.end())

    _, first, second, _, end = pieces
    # What was written is not kept: the end is the table of contents alone.
    assert len(first) > 0 < len(second)
    assert len(end) < 10_000
    file = pq.ParquetFile(io.BytesIO(b"".join(pieces)))
    assert [file.metadata.row_group(group).num_rows for group in range(file.num_row_groups)] == [
        30_000,
        30_000,
        5,
    ]


@pytest.mark.parametrize("export_format", MEDIA_TYPES)
def test_a_file_without_calls_is_whole(export_format: ExportFormat) -> None:
    writer = writer_of(export_format)
    content = writer.begin() + writer.end()

    match export_format:
        case "csv":
            assert content == b"time,endpoint,version,group_by,ip,status,execution_time_ms\r\n"
        case "ndjson":
            assert content == b""
        case "parquet":
            assert pq.read_table(io.BytesIO(content)).num_rows == 0


def test_times_are_utc_to_the_microsecond() -> None:
    calls = make_calls(0, 2)
    assert Rows(calls, NAMES).times == ["1970-01-01T00:00:00.000000Z", "1970-01-01T00:00:00.000001Z"]
    assert Rows(calls, NAMES).statuses == [None, None]
    assert Rows(calls, NAMES).column(NameKind.IP) == ["the ip", "the ip"]
