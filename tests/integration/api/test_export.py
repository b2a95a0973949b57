"""Exports of raw calls and of digests."""

import asyncio
import csv
import io
import json
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import httpx
import numpy as np
import pyarrow.parquet as pq
import pytest
from sqlalchemy.pool import QueuePool
from starlette.requests import ClientDisconnect
from starlette.types import Message
from tdigest import TDigest

from tests.fixtures.cast import Cast
from tests.fixtures.waiting import eventually
from tests.integration.api.recorded import Call, record
from tests.integration.api.test_access import assert_problem

FIRST = datetime(2026, 3, 28, 22, 59, 59, 999_999, tzinfo=UTC)
# Names as apps have them, and as they wish they had not.
CALLS = [
    Call(FIRST, 0.1 + 0.2, "shop/<int:id>", "1.0", "", "192.0.2.1", 200),
    Call(FIRST + timedelta(microseconds=1), 1e-7, '=HYPERLINK("http://evil.example")', "1.0", "+1", "::1", 0),
    Call(FIRST + timedelta(hours=1), 12345.678, 'a,"b"', "-1.1", "José", "192.0.2.1", 500),
    Call(FIRST + timedelta(days=1), 3.0, "@home", "1.0", "None", "192.0.2.2", 404),
]
COLUMNS = ["time", "endpoint", "version", "group_by", "ip", "status", "execution_time_ms"]


async def export(cast: Cast, **query: Any) -> httpx.Response:
    response = await cast.owner.get(f"/dashboards/{cast.dashboard_id}/export", params=query)
    assert response.status_code == 200, response.text
    return response


def row(call: Call) -> tuple[object, ...]:
    """A call as it stands in JSON; an unknown status is nothing."""
    time = f"{call.time:%Y-%m-%dT%H:%M:%S.%fZ}"
    return (time, call.endpoint, call.version, call.group_by, call.ip, call.status or None, call.ms)


@pytest.fixture(params=[None, FIRST + timedelta(hours=5)], ids=["open", "sealed"])
async def calls(cast: Cast, request: pytest.FixtureRequest) -> list[Call]:
    sealed_until = request.param and request.param.replace(minute=0, second=0, microsecond=0)
    await record(cast, CALLS, sealed_until=sealed_until)
    return CALLS


async def test_csv_gives_back_every_value_as_it_was_recorded(cast: Cast, calls: list[Call]) -> None:
    response = await export(cast)

    assert response.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert "\r\n" in response.text
    header, *rows = csv.reader(io.StringIO(response.text, newline=""))
    assert header == COLUMNS
    assert rows == [["" if value is None else str(value) for value in row(call)] for call in calls]
    assert [float(each[-1]) for each in rows] == [call.ms for call in calls]


async def test_json_lines_do_too(cast: Cast, calls: list[Call]) -> None:
    response = await export(cast, format="ndjson")

    assert response.headers["content-type"] == "application/x-ndjson"
    rows = [json.loads(line) for line in response.text.splitlines()]
    assert rows == [dict(zip(COLUMNS, row(call), strict=True)) for call in calls]


async def test_parquet_does_with_types(cast: Cast, calls: list[Call]) -> None:
    response = await export(cast, format="parquet")

    assert response.headers["content-type"] == "application/vnd.apache.parquet"
    table = pq.read_table(io.BytesIO(response.content))
    assert str(table.schema.field("time").type) == "timestamp[us, tz=UTC]"
    assert table.to_pylist() == [
        dict(zip(COLUMNS, (call.time, *row(call)[1:]), strict=True)) for call in calls
    ]


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ({"day": "2026-03-28"}, [0, 1, 2]),
        ({"hour": "2026-03-28T22"}, [0]),
        ({"version": "1.0"}, [0, 1, 3]),
        ({"status": 0}, [1]),
        ({"ip": "192.0.2.1", "endpoint": 'a,"b"'}, [2]),
        ({"endpoint": "never seen"}, []),
        ({"year": "2020"}, []),
    ],
)
@pytest.mark.parametrize("export_format", ["csv", "ndjson", "parquet"])
async def test_ranges_and_filters_apply(
    cast: Cast, calls: list[Call], query: dict[str, Any], places: list[int], export_format: str
) -> None:
    response = await export(cast, format=export_format, **query)

    expected = [calls[place].endpoint for place in places]
    match export_format:
        case "csv":
            found = [each["endpoint"] for each in csv.DictReader(io.StringIO(response.text, newline=""))]
        case "ndjson":
            found = [json.loads(line)["endpoint"] for line in response.text.splitlines()]
        case _:
            found = pq.read_table(io.BytesIO(response.content))["endpoint"].to_pylist()
    assert found == expected


async def test_a_file_has_a_name_without_surprises(cast: Cast) -> None:
    name = {"name": 'Café "Shop"\\; filename=evil.exe'}
    assert (await cast.owner.patch(f"/dashboards/{cast.dashboard_id}", json=name)).status_code == 200

    response = await export(cast, day="2026-03-28")

    assert response.headers["content-disposition"] == (
        'attachment; filename="caf-shop-filename-evil-exe_20260328T0000Z_20260329T0000Z.csv"'
    )


async def test_calls_that_are_gone_are_not_silently_left_out(cast: Cast) -> None:
    hour = (FIRST + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
    await record(cast, CALLS, sealed_until=hour, raw_from=hour)

    refused = await cast.owner.get(f"/dashboards/{cast.dashboard_id}/export")
    kept = await export(cast, start_date=hour.isoformat(), granularity="hour")

    assert_problem(refused, 422)
    assert "2026-03-28T23" in refused.json()["detail"]
    assert len(kept.text.splitlines()) == 4


@pytest.mark.parametrize("export_format", ["xlsx", ""])
async def test_an_unknown_format_lists_the_known_ones(cast: Cast, export_format: str) -> None:
    path = f"/dashboards/{cast.dashboard_id}/export"
    response = await cast.owner.get(path, params={"format": export_format})
    assert_problem(response, 422)
    assert "'csv', 'ndjson' or 'parquet'" in response.json()["detail"]


@pytest.mark.parametrize("spec_version", ["2.3", "2.4"])
async def test_an_export_holds_nothing_once_its_client_has_gone(cast: Cast, spec_version: str) -> None:
    await record(cast, CALLS)
    pool = cast.resources.engine.pool
    assert isinstance(pool, QueuePool)
    held: list[int] = []
    streaming = asyncio.Event()

    async def checked_out() -> int:
        return pool.checkedout()

    async def receive() -> Message:
        # Servers of the older protocol say here that the client has gone.
        await streaming.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.body":
            # What the API does by itself meanwhile gives its connection back.
            held.append(await eventually(checked_out, lambda count: count == 1))
            streaming.set()
            if spec_version == "2.4":
                raise OSError("the client has gone")
            await asyncio.Event().wait()

    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": spec_version},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": f"/api/v1/dashboards/{cast.dashboard_id}/export",
        "query_string": b"",
        "headers": [(b"authorization", cast.owner.headers["Authorization"].encode())],
        "server": ("pydash.example", 80),
    }
    with pytest.raises(ClientDisconnect) if spec_version == "2.4" else nullcontext():
        await cast.app(scope, receive, send)

    # While it streams it holds one connection, its own; then none, once it is closed.
    assert held == [1]
    await eventually(checked_out, lambda count: count == 0)
    assert not cast.resources.exports.locked()
    assert (await export(cast)).text.count("\n") == len(CALLS) + 1


async def test_only_so_many_exports_run_at_once(cast: Cast) -> None:
    await record(cast, CALLS)
    exports = cast.resources.exports
    while not exports.locked():
        await exports.acquire()

    busy = await cast.owner.get(f"/dashboards/{cast.dashboard_id}/export")
    exports.release()

    assert_problem(busy, 503)
    assert busy.headers["retry-after"] == "2"
    await export(cast)
    assert not exports.locked()


@pytest.mark.parametrize("sealed", [False, True])
async def test_a_digest_is_read_by_tdigest(cast: Cast, *, sealed: bool) -> None:
    made = [Call(FIRST + timedelta(minutes=number), float(number), "home") for number in range(500)]
    made += [Call(FIRST, 1e6, "cart")]
    await record(cast, made, sealed_until=datetime(2026, 3, 29, 6, tzinfo=UTC) if sealed else None)

    response = await cast.owner.get(
        f"/dashboards/{cast.dashboard_id}/digest", params={"endpoint": "home", "end_date": "2026-03-29"}
    )

    answer = response.json()
    means = [centroid["m"] for centroid in answer["centroids"]]
    assert all(before <= after for before, after in pairwise(means))
    assert sum(centroid["c"] for centroid in answer["centroids"]) == 500
    digest = TDigest()
    digest.update_from_dict(answer)
    for percentile in (5, 50, 95):
        assert digest.percentile(percentile) == pytest.approx(
            np.quantile(np.arange(500.0), percentile / 100), abs=5
        )
    assert answer["start"] == "2026-03-28T00:00:00Z"


async def test_a_digest_of_no_calls_is_empty(cast: Cast) -> None:
    response = await cast.owner.get(f"/dashboards/{cast.dashboard_id}/digest")
    assert response.json()["centroids"] == []
