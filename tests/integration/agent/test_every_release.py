"""The bridge under every kind of Flask-MonitoringDashboard that it is for."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest

from tests.fixtures.bridged import BridgedApp, CallsAnswer, Row, StoredCall
from tests.fixtures.waiting import eventually

START = datetime(2026, 11, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MICROSECOND = timedelta(microseconds=1)

PECULIAR = [
    StoredCall(START, execution_ms=0.0),
    # Four that nothing tells apart.
    *[StoredCall(START + SECOND)] * 4,
    StoredCall(START + 2 * SECOND, ip="2001:db8:85a3:8d3:1319:8a2e:370:7348"),
    StoredCall(
        START + 2 * SECOND,
        "caf\N{LATIN SMALL LETTER E WITH ACUTE}.\N{TEACUP WITHOUT HANDLE}",
        group_by="\N{SNOWMAN}",
    ),
    StoredCall(START + 2 * SECOND, 'quo"te\\back\nline\ttab\x00nul\x7f', version="</script>"),
    StoredCall(START + 2 * SECOND, None, version=None, group_by=None, status=None),
    StoredCall(START + 2 * SECOND, "", version="", group_by="", ip=""),
    StoredCall(START + 2 * SECOND, execution_ms=1e-300, status=599),
    StoredCall(START + 2 * SECOND, execution_ms=123456789.123456789),
    StoredCall(START + 3 * SECOND - MICROSECOND, "e" * 5000),
    # As with any clock that was set back.
    StoredCall(START - timedelta(days=400)),
]


def many_calls(count: int) -> list[StoredCall]:
    """Some hundreds to the second."""
    rng = Random(1)
    return [
        StoredCall(
            START + timedelta(microseconds=rng.randrange(5_000_000)),
            rng.choice(("home", "search", "cart.add")),
            rng.lognormvariate(3.0, 0.8),
            rng.choice(("1.0.0", "1.1.0", None)),
            rng.choice(("ada", "bram")),
            f"192.0.2.{rng.randrange(256)}",
            rng.choice((200, 404, 500)),
        )
        for _ in range(count)
    ]


async def test_says_what_it_is(app: BridgedApp) -> None:
    app.insert([StoredCall(START), StoredCall(START + SECOND)])
    about = (await app.ask("about")).json()
    release = app.release
    now = datetime.fromisoformat(about.pop("now"))
    assert about == {
        "protocol": 2,
        "agent": "pydash-agent 0.1.0",
        "source": "flask-monitoringdashboard",
        "source_version": release.version,
        "calls": 2,
        "first_call_at": "2026-11-01T12:00:00.000000Z",
        "capabilities": [
            *(["status_code"] if release.has_status else []),
            "outliers",
            "profiles",
            *(["exceptions"] if release.has_exceptions else []),
        ],
        "faults": ["clock"] if release.has_frozen_clock else [],
    }
    assert abs(datetime.now(UTC) - now) < timedelta(minutes=1)


async def test_has_no_first_call_where_there_is_none(app: BridgedApp) -> None:
    about = (await app.ask("about")).json()
    assert (about["calls"], about["first_call_at"]) == (0, None)


async def test_lists_endpoints_as_the_dashboard_has_them(app: BridgedApp) -> None:
    app.insert([StoredCall(START, "legacy", version="0.9")])
    app.execute(
        "UPDATE Endpoint SET monitor_level = 3, last_requested = '2026-11-02 10:00:00.000500' WHERE name = 'legacy'"
    )
    listed = (await app.ask("endpoints")).json()["endpoints"]
    assert listed[-1] == {
        "name": "legacy",
        "monitor_level": 3,
        "added_at": "2026-11-01T12:00:00.000000Z",
        "version_added": "0.9",
        "last_requested_at": "2026-11-02T10:00:00.000500Z",
    }
    assert [endpoint["name"] for endpoint in listed] == [
        name for (name,) in app.query("SELECT name FROM Endpoint ORDER BY id")
    ]


@pytest.mark.parametrize("limit", [1, 5, 100_000])
async def test_gives_every_row_as_it_is_stored(app: BridgedApp, limit: int) -> None:
    app.insert(PECULIAR)
    assert await _read_to_the_end(app, limit) == app.stored_rows()


@pytest.mark.parametrize("limit", [999, 1000, 2500, 100_000])
async def test_pages_meet_without_gap_or_overlap(app: BridgedApp, limit: int) -> None:
    app.insert(many_calls(2500))
    assert await _read_to_the_end(app, limit) == app.stored_rows()


async def test_a_page_that_ends_with_the_calls_says_so(app: BridgedApp) -> None:
    app.insert(many_calls(20))
    all_at_once = await app.calls(limit=20)
    assert not all_at_once.more
    nothing_new = await app.calls(after=all_at_once.cursor)
    assert (nothing_new.rows, nothing_new.cursor, nothing_new.more) == ([], all_at_once.cursor, False)


async def test_reads_a_batch_again_with_what_was_committed_late(app: BridgedApp) -> None:
    calls = many_calls(30)
    app.insert(calls[:10])
    first = await app.calls()
    # Row 11 and 12 are given ids, and committed after those that follow.
    app.insert(calls[12:], first_id=13)
    second = await app.calls(after=first.cursor)
    again = await app.calls(after=first.cursor, until=second.cursor)
    assert again.rows == second.rows
    assert again.cursor == second.cursor
    assert await app.count(after=first.cursor, until=second.cursor) == 18

    app.insert(calls[10:12], first_id=11)
    late = await app.calls(after=first.cursor, until=second.cursor)
    assert [row[0] for row in late.rows] == list(range(11, 31))
    assert late.rows == app.stored_rows()[10:]
    assert await app.count(after=first.cursor, until=second.cursor) == 20
    assert (await app.calls(after=second.cursor)).rows == []


async def test_reads_a_batch_again_in_pages(app: BridgedApp) -> None:
    app.insert(many_calls(30))
    until = (await app.calls(limit=25)).cursor
    part = await app.calls(until=until, limit=20)
    rest = await app.calls(after=part.cursor, until=until, limit=20)
    assert (part.more, rest.more) == (True, False)
    assert part.rows + rest.rows == app.stored_rows()[:25]


async def test_counts_what_lies_between(app: BridgedApp) -> None:
    app.insert(many_calls(30))
    tenth, twentieth = (await app.calls(limit=10)).cursor, (await app.calls(limit=20)).cursor
    counts = [
        await app.count(),
        await app.count(after=tenth),
        await app.count(until=tenth),
        await app.count(after=tenth, until=twentieth),
        await app.count(after=tenth, until=tenth),
    ]
    assert counts == [30, 20, 10, 10, 0]


async def test_goes_on_past_rows_that_were_pruned(app: BridgedApp) -> None:
    app.insert(many_calls(30))
    tenth = (await app.calls(limit=10)).cursor
    app.execute("DELETE FROM Request WHERE id <= 15")
    answer = await app.calls(after=tenth)
    assert [row[0] for row in answer.rows] == list(range(16, 31))
    assert await app.count(after=tenth) == 15


async def test_tells_that_the_database_was_emptied(app: BridgedApp) -> None:
    app.insert(many_calls(30))
    cursor = (await app.calls()).cursor
    app.clear()
    await _is_reset(app, cursor)
    # Fewer than there were.
    app.insert(many_calls(5))
    await _is_reset(app, cursor)


async def test_tells_that_the_database_was_replaced(app: BridgedApp) -> None:
    app.insert(many_calls(30))
    cursor = (await app.calls()).cursor
    app.clear()
    # The same id, another row.
    app.insert([StoredCall(START + timedelta(days=1))] * 40)
    await _is_reset(app, cursor)


@pytest.mark.parametrize("route", ["about", "endpoints", "calls", "count", "nothing"])
async def test_admits_nobody_without_the_token(app: BridgedApp, route: str) -> None:
    token = app.token
    bearers = [token[:-1], token + "x", token.swapcase(), "x"]
    answers = [
        await app.ask_without_token(route),
        *[await app.ask_without_token(route, Authorization=f"Bearer {bearer}") for bearer in bearers],
        await app.ask_without_token(route, Authorization=f"Basic {token}"),
        await app.ask_without_token(route, Authorization=token),
        await app.ask_without_token(f"{route}?token={token}"),
    ]
    for answer in answers:
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert answer.json()["error"] == "unauthorized"
        assert answer.headers["Cache-Control"] == "no-store"


async def test_gives_what_the_dashboard_records_and_is_not_recorded_itself(app: BridgedApp) -> None:
    before = datetime.now(UTC)
    for route in ("about", "endpoints", "calls", "count"):
        assert (await app.ask(route)).status_code == 200
    assert (await app.ask_without_token("about")).status_code == 401
    for path in ("/home", "/gone", "/search"):
        await app.visit(path, **{"X-User": "ada"})

    # The dashboard writes them in a thread of its own, when the visitor has long gone.
    async def recorded() -> CallsAnswer:
        return await app.calls()

    answer = await eventually(recorded, lambda answer: len(answer.rows) >= 3)
    assert answer.rows == app.stored_rows()
    calls = {row[3]: row for row in answer.rows}
    assert len(answer.rows) == len(calls) == 3
    assert set(calls) == {"home", "gone", "search"}
    assert calls["gone"][7] == (410 if app.release.has_status else 0)
    assert all(row[4] == "1.0.0" and row[6] == "127.0.0.1" for row in answer.rows)
    if not app.release.has_frozen_clock:
        times = [datetime.fromtimestamp(row[1] / 1e6, UTC) for row in answer.rows]
        assert all(before - SECOND <= time <= datetime.now(UTC) for time in times)
    assert {name for (name,) in app.query("SELECT name FROM Endpoint")} >= {"home", "search", "gone"}
    assert not app.query("SELECT name FROM Endpoint WHERE name LIKE '%pydash%'")


async def test_leaves_the_dashboards_own_pages_as_they_are(app: BridgedApp) -> None:
    statuses = {
        path: (await app.visit(path)).status_code
        for path in ("/dashboard/login", "/dashboard/overview", "/dashboard/pydash", "/dashboard/pydash/v2")
    }
    # The dashboard sends whoever asks for something below its link to the sign-in.
    assert statuses == {
        "/dashboard/login": 200,
        "/dashboard/overview": 302,
        "/dashboard/pydash": 302,
        "/dashboard/pydash/v2": 302,
    }


async def _read_to_the_end(app: BridgedApp, limit: int) -> list[Row]:
    answers = [await app.calls(limit=limit)]
    while answers[-1].more:
        answers.append(await app.calls(after=answers[-1].cursor, limit=limit))
    assert all(len(answer.rows) == limit for answer in answers[:-1])
    rows = [row for answer in answers for row in answer.rows]
    assert all(one[0] < other[0] for one, other in pairwise(rows))
    return rows


async def _is_reset(app: BridgedApp, cursor: str) -> None:
    for route, query in (
        ("calls", {"after": cursor}),
        ("calls", {"until": cursor}),
        ("count", {"after": cursor}),
    ):
        answer = await app.ask(route, query)
        assert (answer.status_code, answer.json()["error"]) == (409, "reset")
