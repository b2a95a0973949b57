"""One turn of work: what it leaves in Postgres and in the stream, whatever the source does."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import isnan

import pytest
from sqlalchemy import select, update

from services.fetcher.poll.service import take_turn
from services.fetcher.resources import Resources
from services.fetcher.state.claims import adopt_new_dashboards, claim_due
from shared.clock.clock import ManualClock
from shared.contracts.call_batch import CallBatch, decode_batch
from shared.contracts.dashboard_state import DashboardState
from shared.contracts.ids import DashboardId
from shared.db.models import ApplyState, Dashboard, FetchState, FetchWindow, SourceEndpoint
from shared.streams.keys import calls_stream, partition_of
from tests.fixtures.fmd import FmdAppFactory, FmdCall, generated_calls
from tests.fixtures.http_server import Answer, answering, http_server
from tests.fixtures.rows import add_dashboard

DETAILS = (
    b'{"link": "dashboard", "dashboard-version": "%b", "config-version": "1", '
    b'"first-request": 1500000000, "total-requests": 1}'
)


async def new_dashboard(resources: Resources, url: str, token: str = "token") -> DashboardId:
    async with resources.sessions.begin() as session:
        dashboard_id = await add_dashboard(session, url=url)
        await session.execute(
            update(Dashboard)
            .where(Dashboard.id == dashboard_id)
            .values(token_encrypted=resources.cipher.encrypt(token))
        )
        return dashboard_id


async def turn(resources: Resources, clock: ManualClock) -> None:
    """Lets every dashboard be due, claims it and takes one turn."""
    async with resources.sessions.begin() as session:
        await adopt_new_dashboards(session, clock.now())
        await session.execute(update(FetchState).values(next_poll_at=clock.now()))
        claims = await claim_due(session, clock.now(), resources.settings.claim_lifetime, 10)
    for claim in claims:
        await take_turn(resources, claim)


async def fetch_state(resources: Resources, dashboard_id: DashboardId) -> FetchState:
    async with resources.sessions() as session:
        state = await session.get(FetchState, dashboard_id)
        assert state is not None
        return state


async def published(resources: Resources, dashboard_id: DashboardId) -> list[CallBatch]:
    stream = calls_stream(partition_of(dashboard_id, resources.settings.partitions))
    return [decode_batch(fields) for _, fields in await resources.redis.xrange(stream)]


async def say_applied(resources: Resources, dashboard_id: DashboardId, sequence: int) -> None:
    """As the aggregator would have."""
    async with resources.sessions.begin() as session:
        await session.merge(
            ApplyState(
                dashboard_id=dashboard_id,
                applied_sequence=sequence,
                applied_calls=0,
                first_call_at=None,
                last_call_at=None,
                applied_at=resources.clock.now(),
            )
        )


def some_history(count: int = 50) -> list[FmdCall]:
    now = datetime.now(UTC)
    return generated_calls(count, since=now - timedelta(hours=20), until=now - timedelta(minutes=5))


async def test_windows_tile_the_history_and_then_polling_goes_on(
    resources: Resources, clock: ManualClock, fmd_app: FmdAppFactory
) -> None:
    calls = some_history()
    app = await fmd_app(calls)
    dashboard_id = await new_dashboard(resources, app.url, app.token)

    await turn(resources, clock)
    state = await fetch_state(resources, dashboard_id)
    assert (state.state, state.error) == (DashboardState.INITIALIZED_ENDPOINT_CALLS, None)
    assert state.watermark == clock.now().replace(microsecond=0) - timedelta(seconds=10)

    app.insert([FmdCall("home", 1.0, clock.now())])
    clock.move(timedelta(seconds=60))
    await turn(resources, clock)

    state = await fetch_state(resources, dashboard_id)
    assert state.state == DashboardState.FETCHED_ENDPOINT_CALLS
    batches = await published(resources, dashboard_id)
    assert [each.sequence for each in batches] == list(range(1, len(batches) + 1))
    assert sum(len(each.calls) for each in batches) == len(calls) + 1
    for before, after in pairwise(batches):
        assert before.window_end <= after.window_start
    async with resources.sessions() as session:
        endpoints = set(await session.scalars(select(SourceEndpoint.name)))
    assert {call.endpoint for call in calls} <= endpoints


async def test_an_empty_window_moves_the_watermark_and_takes_no_number(
    resources: Resources, clock: ManualClock, fmd_app: FmdAppFactory
) -> None:
    app = await fmd_app()
    dashboard_id = await new_dashboard(resources, app.url, app.token)

    await turn(resources, clock)
    before = await fetch_state(resources, dashboard_id)
    clock.move(timedelta(minutes=1))
    await turn(resources, clock)
    after = await fetch_state(resources, dashboard_id)

    assert before.watermark is not None
    assert after.watermark == before.watermark + timedelta(minutes=1)
    assert (after.next_sequence, await published(resources, dashboard_id)) == (1, [])


async def test_publishing_waits_while_the_aggregator_is_behind(
    resources: Resources, clock: ManualClock, fmd_app: FmdAppFactory
) -> None:
    small = {"batch_calls_max": 5, "turn_length": timedelta(seconds=3)}
    resources = replace(resources, settings=resources.settings.model_copy(update=small))
    app = await fmd_app(some_history())
    dashboard_id = await new_dashboard(resources, app.url, app.token)

    await turn(resources, clock)
    assert [each.sequence for each in await published(resources, dashboard_id)] == [1, 2, 3, 4]
    await turn(resources, clock)
    assert len(await published(resources, dashboard_id)) == 4

    await say_applied(resources, dashboard_id, 2)
    await turn(resources, clock)
    assert [each.sequence for each in await published(resources, dashboard_id)] == [1, 2, 3, 4, 5, 6]


async def test_what_was_lost_from_the_stream_is_delivered_again_under_its_number(
    resources: Resources, clock: ManualClock, fmd_app: FmdAppFactory
) -> None:
    app = await fmd_app(some_history())
    dashboard_id = await new_dashboard(resources, app.url, app.token)
    await turn(resources, clock)
    before = await published(resources, dashboard_id)
    await resources.redis.flushall()
    await say_applied(resources, dashboard_id, before[0].sequence - 1)

    # A row committed late into that window comes along, and the count of what was published stays true.
    app.insert([FmdCall("home", 1.0, before[0].window_end - timedelta(seconds=1))])
    await turn(resources, clock)

    again = await published(resources, dashboard_id)
    assert [each.sequence for each in again][: len(before)] == [each.sequence for each in before]
    assert [(each.window_start, each.window_end) for each in again[: len(before)]] == [
        (each.window_start, each.window_end) for each in before
    ]
    total = sum(len(each.calls) for each in again)
    assert total == sum(len(each.calls) for each in before) + 1
    assert (await fetch_state(resources, dashboard_id)).published_calls == total


async def test_a_crash_between_commit_and_publishing_is_healed(
    resources: Resources, clock: ManualClock, fmd_app: FmdAppFactory
) -> None:
    app = await fmd_app(some_history())
    dashboard_id = await new_dashboard(resources, app.url, app.token)
    await turn(resources, clock)
    before = await published(resources, dashboard_id)
    # As a crash leaves it: the number was given, the entry never written.
    await resources.redis.flushall()
    async with resources.sessions.begin() as session:
        await session.execute(update(FetchWindow).values(entry_id=None))

    await turn(resources, clock)

    again = await published(resources, dashboard_id)
    assert [(each.sequence, len(each.calls)) for each in again] == [
        (each.sequence, len(each.calls)) for each in before
    ]


async def test_what_waits_in_the_stream_is_not_delivered_again(
    resources: Resources, clock: ManualClock, fmd_app: FmdAppFactory
) -> None:
    app = await fmd_app(some_history())
    dashboard_id = await new_dashboard(resources, app.url, app.token)
    await turn(resources, clock)
    before = await published(resources, dashboard_id)

    clock.move(timedelta(hours=1))
    await turn(resources, clock)

    assert len(await published(resources, dashboard_id)) == len(before)


async def slow(_path: bytes, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    # A byte now and then keeps every single read in time; the whole request still has its bound.
    for _ in range(60):
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.1)


async def endless(_path: bytes, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        writer.write(b"{" * 10_000)
        await writer.drain()


LOGIN = "Location: /dashboard/login"
BAD_SOURCES = {
    "another program": (answering("200 OK", b"<html>hello</html>"), "not_an_fmd"),
    "nothing there": (answering("404 NOT FOUND", b"no"), "not_an_fmd"),
    "too new for the export": (answering("302 FOUND", b"", LOGIN), "unsupported_version"),
    "redirect to the metadata service": (
        answering("302 FOUND", b"", "Location: http://169.254.169.254/"),
        "not_an_fmd",
    ),
    "too old": (
        answering("200 OK", DETAILS.replace(b"dashboard-version", b"version")),
        "unsupported_version",
    ),
    "another version": (answering("200 OK", DETAILS % b"3.1.0"), "unsupported_version"),
    "broken": (answering("500 INTERNAL SERVER ERROR"), "http_status"),
    "slow": (slow, "timeout"),
    "endless": (endless, "answer_too_large"),
    "compressed though not asked": (
        answering("200 OK", b"\x1f\x8b", "Content-Encoding: gzip"),
        "malformed_answer",
    ),
}


@pytest.mark.parametrize(("answer", "error"), BAD_SOURCES.values(), ids=BAD_SOURCES.keys())
async def test_a_bad_source_gets_its_state_and_message_and_is_tried_again_later(
    resources: Resources, clock: ManualClock, answer: Answer, error: str
) -> None:
    async with http_server(answer) as url:
        dashboard_id = await new_dashboard(resources, url)
        await turn(resources, clock)
        state = await fetch_state(resources, dashboard_id)
        assert (state.state, state.error) == (DashboardState.INITIALIZE_ENDPOINTS_FAILURE, error)
        assert state.error_detail
        assert "Traceback" not in state.error_detail
        assert (state.claim, state.failures) == (None, 1)
        first_delay = state.next_poll_at - clock.now()
        assert timedelta(seconds=40) < first_delay < timedelta(seconds=80)

        await turn(resources, clock)
        state = await fetch_state(resources, dashboard_id)
        assert state.failures == 2
        assert state.next_poll_at - clock.now() > first_delay


async def test_a_dead_source_is_unreachable(resources: Resources, clock: ManualClock) -> None:
    async with http_server(answering("200 OK")) as url:
        pass
    dashboard_id = await new_dashboard(resources, url)

    await turn(resources, clock)

    assert (await fetch_state(resources, dashboard_id)).error == "unreachable"


async def test_an_address_that_the_policy_denies_is_never_connected_to(
    resources: Resources, clock: ManualClock
) -> None:
    dashboard_id = await new_dashboard(resources, "http://[::1]:80/dashboard")

    await turn(resources, clock)

    assert (await fetch_state(resources, dashboard_id)).error == "address_not_allowed"


async def test_a_wrong_token_is_said_and_the_right_one_goes_on(
    resources: Resources, clock: ManualClock, fmd_app: FmdAppFactory
) -> None:
    app = await fmd_app(some_history())
    dashboard_id = await new_dashboard(resources, app.url, "another token")

    await turn(resources, clock)
    state = await fetch_state(resources, dashboard_id)
    assert (state.state, state.error) == (DashboardState.INITIALIZE_ENDPOINTS_FAILURE, "wrong_token")
    assert app.token not in (state.error_detail or "")

    async with resources.sessions.begin() as session:
        await session.execute(update(Dashboard).values(token_encrypted=resources.cipher.encrypt(app.token)))
    await turn(resources, clock)
    state = await fetch_state(resources, dashboard_id)
    assert (state.state, state.error, state.failures) == (DashboardState.INITIALIZED_ENDPOINT_CALLS, None, 0)


async def test_an_app_that_goes_away_and_returns_is_caught_up_with(
    resources: Resources, clock: ManualClock, fmd_app: FmdAppFactory
) -> None:
    app = await fmd_app(some_history())
    dashboard_id = await new_dashboard(resources, app.url, app.token)
    await turn(resources, clock)
    watermark = (await fetch_state(resources, dashboard_id)).watermark
    before = sum(len(each.calls) for each in await published(resources, dashboard_id))

    await app.stop()
    clock.move(timedelta(hours=2))
    await turn(resources, clock)
    state = await fetch_state(resources, dashboard_id)
    assert (state.state, state.error) == (DashboardState.FETCH_ENDPOINT_CALLS_FAILURE, "unreachable")
    assert state.watermark == watermark

    app.insert([FmdCall("home", 1.0, clock.now() - timedelta(hours=1))])
    await app.start()
    await turn(resources, clock)
    state = await fetch_state(resources, dashboard_id)
    assert (state.state, state.error) == (DashboardState.FETCHED_ENDPOINT_CALLS, None)
    assert sum(len(each.calls) for each in await published(resources, dashboard_id)) == before + 1


@asynccontextmanager
async def lying_fmd(resources: Resources, rows: str) -> AsyncIterator[str]:
    """An FMD by its details and rules, whose data are ``rows`` whatever window is asked for."""
    from jose import jwt

    async def answer(path: bytes, writer: asyncio.StreamWriter) -> None:
        data = "[]" if path.endswith(b"rules") else rows
        body = (
            DETAILS % b"1.13.0" if path.endswith(b"details") else jwt.encode({"data": data}, "token").encode()
        )
        await answering("200 OK", body)(path, writer)

    async with http_server(answer) as url:
        yield url


ROW = (
    '{{"endpoint": "home", "execution_time": {time_ms}, "time": "{time}", "version": "1", "group_by": "g", '
    '"ip": "192.0.2.1"}}'
)


@pytest.mark.parametrize(
    "rows",
    [
        "[" + ROW.format(time_ms=1.0, time="2040-01-01 00:00:00") + "]",
        "[" + ROW.format(time_ms=1.0, time="yesterday") + "]",
        '[{"endpoint": "home"}]',
        '{"not": "a list"}',
        "[",
    ],
)
async def test_a_lying_source_moves_nothing(resources: Resources, clock: ManualClock, rows: str) -> None:
    async with lying_fmd(resources, rows) as url:
        dashboard_id = await new_dashboard(resources, url)
        await turn(resources, clock)

    state = await fetch_state(resources, dashboard_id)
    assert (state.state, state.error) == (
        DashboardState.INITIALIZE_ENDPOINT_CALLS_FAILURE,
        "malformed_answer",
    )
    assert (state.watermark, state.next_sequence) == (state.history_from, 1)
    assert await published(resources, dashboard_id) == []


async def test_a_call_that_no_app_can_mean_is_published_with_the_others(
    resources: Resources, clock: ManualClock
) -> None:
    # The aggregator's rules leave it out and count it (shared/calls/rules.py).
    rows = ", ".join(ROW.format(time_ms=time_ms, time="2017-07-14 02:40:00") for time_ms in (1.0, "NaN"))
    async with lying_fmd(resources, f"[{rows}]") as url:
        dashboard_id = await new_dashboard(resources, url)
        await turn(resources, clock)

    # The windows after it are refused: these rows are not theirs.
    [only] = [each for each in await published(resources, dashboard_id) if len(each.calls)]
    times_ms = only.calls.execution_ms.tolist()
    assert times_ms[0] == 1.0
    assert isnan(times_ms[1])
