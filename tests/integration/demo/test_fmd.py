"""The real FMD 1.13.0, as the rest of the tests meets it: what it sends, and what it does not say."""

import sqlite3
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from jose import JWTError

from tests.fixtures.fmd import FmdAppFactory, FmdCall, generated_calls
from tests.integration.demo.export import Export, moment

SINCE = datetime(2026, 5, 20, 12, 0, tzinfo=UTC)
UNTIL = SINCE + timedelta(hours=2)


async def test_the_export_is_what_the_database_holds(
    fmd_app: FmdAppFactory, client: httpx.AsyncClient
) -> None:
    written = generated_calls(5_000, since=SINCE, until=UNTIL)
    app = await fmd_app(written)
    sent = await Export(client, app.url, app.token).calls(SINCE, UNTIL)

    assert [
        FmdCall(
            row["endpoint"],
            row["execution_time"],
            moment(row["time"]),
            row["version"],
            row["group_by"],
            row["ip"],
        )
        for row in sent
    ] == written
    assert app.query("SELECT count(*), sum(execution_time) FROM functionCalls") == [
        (5_000, pytest.approx(sum(call.execution_time for call in written)))
    ]


async def test_windows_leave_out_their_begin_and_hold_their_end(
    fmd_app: FmdAppFactory, client: httpx.AsyncClient
) -> None:
    second, microsecond = timedelta(seconds=1), timedelta(microseconds=1)
    times = [SINCE, SINCE + microsecond, SINCE + second, SINCE + second + microsecond]
    app = await fmd_app([FmdCall("home", 1.0, time) for time in times])
    export = Export(client, app.url, app.token)

    async def times_in(after: datetime, until: datetime) -> list[datetime]:
        return [moment(row["time"]) for row in await export.calls(after, until)]

    assert await times_in(SINCE - second, SINCE) == times[:1]
    assert await times_in(SINCE, SINCE + second) == times[1:3]
    assert await times_in(SINCE + second, SINCE + 2 * second) == times[3:]
    assert await times_in(SINCE, SINCE) == []
    assert await times_in(datetime.now(UTC) + timedelta(days=1), datetime.now(UTC) + timedelta(days=2)) == []


async def test_a_time_on_the_second_comes_without_a_fraction(
    fmd_app: FmdAppFactory, client: httpx.AsyncClient
) -> None:
    app = await fmd_app(
        [FmdCall("home", 1.0, SINCE), FmdCall("home", 1.0, SINCE + timedelta(microseconds=10))]
    )
    sent = await Export(client, app.url, app.token).calls(SINCE - timedelta(seconds=1), UNTIL)

    assert [row["time"] for row in sent] == ["2026-05-20 12:00:00", "2026-05-20 12:00:00.000010"]


async def test_details_count_all_calls_and_name_the_first(
    fmd_app: FmdAppFactory, client: httpx.AsyncClient
) -> None:
    empty = await fmd_app(version="3.2.1")
    full = await fmd_app([FmdCall("home", 1.0, UNTIL), FmdCall("home", 1.0, SINCE)])

    assert await Export(client, empty.url, empty.token).details() == {
        "link": "dashboard",
        "dashboard-version": "1.13.0",
        "config-version": "3.2.1",
        "first-request": -1,
        "total-requests": 0,
    }
    details = await Export(client, full.url, full.token).details()
    assert (details["first-request"], details["total-requests"]) == (SINCE.timestamp(), 2)


async def test_the_first_call_is_off_by_the_zone_of_its_host(
    fmd_app: FmdAppFactory, client: httpx.AsyncClient
) -> None:
    app = await fmd_app([FmdCall("home", 1.0, SINCE)], timezone="America/New_York")
    details = await Export(client, app.url, app.token).details()

    assert details["first-request"] == (SINCE + timedelta(hours=4)).timestamp()


async def test_a_wrong_token_shows_only_in_the_signature(
    fmd_app: FmdAppFactory, client: httpx.AsyncClient
) -> None:
    app = await fmd_app(token="the right one")
    wrong = Export(client, app.url, "a wrong one")

    with pytest.raises(JWTError):
        await wrong.calls(SINCE, UNTIL)
    assert (await wrong.details())["total-requests"] == 0


async def test_a_nonsensical_window_is_answered_with_status_200_and_no_token(
    fmd_app: FmdAppFactory, client: httpx.AsyncClient
) -> None:
    app = await fmd_app()
    answer = await Export(client, app.url, app.token).text("get_json_data/yesterday")

    assert answer == "ValueError: invalid literal for int() with base 10: 'yesterday'"


async def test_real_calls_are_recorded_with_who_made_them(
    fmd_app: FmdAppFactory, client: httpx.AsyncClient
) -> None:
    app = await fmd_app(endpoints=["home", "search"], version="2.0.0")
    for address, user in (("203.0.113.9", "ada"), ("2001:db8::9", "bram")):
        await client.get(f"{app.address}/search", headers={"X-Forwarded-For": address, "X-User": user})

    rows = app.query("SELECT endpoint, version, group_by, ip FROM functionCalls ORDER BY id")
    assert rows == [("search", "2.0.0", "ada", "203.0.113.9"), ("search", "2.0.0", "bram", "2001:db8::9")]
    accessed = {
        rule["endpoint"]: rule["last_accessed"] for rule in await Export(client, app.url, app.token).rules()
    }
    assert accessed["home"] == "None"
    assert abs(moment(accessed["search"]) - datetime.now(UTC)) < timedelta(minutes=1)


async def test_an_endpoint_inserted_later_has_a_rule_of_its_own(
    fmd_app: FmdAppFactory, client: httpx.AsyncClient
) -> None:
    app = await fmd_app(endpoints=["home"])
    app.insert([FmdCall("late", 1.0, UNTIL, "1.1.0"), FmdCall("late", 1.0, SINCE, "1.0.0")])

    late = (await Export(client, app.url, app.token).rules())[-1]
    assert late == {
        "endpoint": "late",
        "last_accessed": "None",
        "monitor": True,
        "time_added": "2026-05-20 12:00:00",
        "version_added": "1.0.0",
    }


async def test_a_locked_database_is_a_plain_server_error(
    fmd_app: FmdAppFactory, client: httpx.AsyncClient
) -> None:
    app = await fmd_app()
    holder = sqlite3.connect(app.database, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        answer = await client.get(f"{app.url}/get_json_data/0")
    finally:
        holder.close()

    assert answer.status_code == 500
    assert answer.headers["content-type"].startswith("text/html")


async def test_a_killed_app_comes_back_with_its_calls(
    fmd_app: FmdAppFactory, client: httpx.AsyncClient
) -> None:
    app = await fmd_app(generated_calls(100, since=SINCE, until=UNTIL))
    export = Export(client, app.url, app.token)

    for end in (app.kill, app.stop):
        await end()
        with pytest.raises(httpx.ConnectError):
            await export.details()
        await app.start()
        assert (await export.details())["total-requests"] == 100
