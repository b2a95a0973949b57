"""What does not depend on the dashboard's release: refusals, compression, broken answers, where it is mounted."""

import gzip
import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.fixtures.bridged import NEWEST, OLDEST, BridgedApp, Query, Release, StoredCall
from tests.integration.agent.conftest import AppFactory

START = datetime(2026, 11, 1, tzinfo=UTC)
TRUNCATED_ROWS = 100_000


def _calls(count: int) -> list[StoredCall]:
    return [StoredCall(START + timedelta(milliseconds=number)) for number in range(count)]


@pytest.mark.parametrize(
    ("route", "query"),
    [
        ("calls", {"limit": 100_001}),
        ("calls", {"limit": 10**30}),
        ("calls", {"limit": 0}),
        ("calls", {"limit": -1}),
        ("calls", {"limit": "1e3"}),
        ("calls", {"limit": "\N{ARABIC-INDIC DIGIT FIVE}"}),
        ("calls", {"limit": ""}),
        ("calls", {"settle_seconds": 601}),
        ("calls", {"settle_seconds": -1}),
        ("calls", {"settle_seconds": "nan"}),
        ("calls", {"after": "1"}),
        ("calls", {"after": "1."}),
        ("calls", {"after": "-1.1"}),
        ("calls", {"after": "1.1 "}),
        ("calls", {"after": "1.1.1"}),
        ("calls", {"after": "\N{ARABIC-INDIC DIGIT FIVE}.1"}),
        ("calls", {"after": f"{2**63}.1"}),
        ("calls", {"after": "1.1' OR '1'='1"}),
        ("calls", {"after": "9" * 5000}),
        ("calls", {"until": "x"}),
        ("calls", {"after": "9.1", "until": "8.1"}),
        ("count", {"after": "x"}),
        ("count", {"until": "x"}),
    ],
)
async def test_refuses_what_it_cannot_read(newest: BridgedApp, route: str, query: Query) -> None:
    answer = await newest.ask(route, query)
    assert (answer.status_code, answer.json()["error"]) == (400, "bad_request")
    assert answer.json()["detail"]


async def test_refuses_a_parameter_given_twice(newest: BridgedApp) -> None:
    answer = await newest.ask("calls?limit=1&limit=2")
    assert (answer.status_code, answer.json()["error"]) == (400, "bad_request")


async def test_knows_no_other_route(newest: BridgedApp) -> None:
    for route in ("", "about/", "About", "calls/1"):
        answer = await newest.ask(route)
        assert (answer.status_code, answer.json()["error"]) == (404, "not_found")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "HEAD", "OPTIONS"])
async def test_only_reads(newest: BridgedApp, method: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        headers = {"Authorization": f"Bearer {newest.token}"}
        answer = await client.request(method, newest.route("about"), headers=headers)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")


async def test_compresses_for_who_can_read_it(newest: BridgedApp) -> None:
    newest.insert(_calls(3000))
    async with httpx.AsyncClient(trust_env=False) as client:
        sizes = {}
        for encoding in ("gzip", "identity", "gzip;q=0, br", "br"):
            headers = {"Authorization": f"Bearer {newest.token}", "Accept-Encoding": encoding}
            request = client.build_request("GET", newest.route("calls"), headers=headers)
            response = await client.send(request, stream=True)
            raw = b"".join([part async for part in response.aiter_raw()])
            sizes[encoding] = len(raw)
            compressed = response.headers.get("Content-Encoding") == "gzip"
            assert compressed == (encoding == "gzip")
            assert response.headers["Vary"] == "Accept-Encoding"
            lines = (gzip.decompress(raw) if compressed else raw).splitlines()
            assert [json.loads(line) for line in lines[:-1]] == newest.stored_rows()
            assert json.loads(lines[-1])["rows"] == 3000
    assert sizes["gzip"] < sizes["identity"] / 2


async def test_an_answer_that_breaks_off_lacks_its_last_line(start_app: AppFactory) -> None:
    app = await start_app(NEWEST)
    app.insert(_calls(TRUNCATED_ROWS))
    received = b""
    async with httpx.AsyncClient(trust_env=False) as client:
        headers = {"Authorization": f"Bearer {app.token}", "Accept-Encoding": "identity"}
        request = client.build_request(
            "GET", app.route("calls"), params={"limit": TRUNCATED_ROWS}, headers=headers
        )
        response = await client.send(request, stream=True)
        parts = response.aiter_raw()
        received += await anext(parts)
        await app.kill()
        with suppress(httpx.TransportError):
            async for part in parts:
                received += part
    lines = received.splitlines()
    assert 0 < len(lines) < TRUNCATED_ROWS
    assert lines[0].startswith(b"[1,")
    assert b"cursor" not in lines[-1]


@pytest.mark.parametrize(("release", "prefix"), [(OLDEST, ""), (NEWEST, "/internal/metrics")], ids=str)
async def test_is_mounted_where_the_author_wants_it(
    start_app: AppFactory, release: Release, prefix: str
) -> None:
    app = await start_app(release, prefix=prefix)
    await app.visit("/home")
    assert (await app.ask("about")).status_code == 200
    # It is no route of the app, so there is nothing that the dashboard could record.
    names = {endpoint["name"] for endpoint in (await app.ask("endpoints")).json()["endpoints"]}
    assert names == {"home", "search", "gone"}
    assert (await app.visit("/dashboard/pydash/v2/about")).status_code == 302


async def test_needs_no_exception_from_hooks_of_the_app(start_app: AppFactory) -> None:
    app = await start_app(NEWEST, guarded=True)
    assert (await app.visit("/home")).status_code == 403
    assert (await app.ask("about")).status_code == 200
    assert (await app.ask_without_token("about")).status_code == 401


async def test_says_that_the_database_failed_and_goes_on(newest: BridgedApp) -> None:
    newest.execute("ALTER TABLE Request RENAME TO Elsewhere")
    try:
        answer = await newest.ask("about")
    finally:
        newest.execute("ALTER TABLE Elsewhere RENAME TO Request")
    assert (answer.status_code, answer.json()["error"]) == (500, "failed")
    assert "SELECT" not in answer.text
    assert (await newest.ask("about")).status_code == 200
