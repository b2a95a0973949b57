"""What is kept of a real dashboard's outliers, profiles and exceptions, and of a source that fails."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import update

from services.fetcher.poll.service import take_turn
from services.fetcher.resources import Resources
from services.fetcher.state.claims import claim_due
from services.fetcher.trace.claims import wake_traces
from services.fetcher.trace.service import read_traces
from shared.clock.clock import ManualClock
from shared.db.models import Dashboard, FetchState, Outlier, Profile, RaisedHour
from shared.traces.records import decode_lines, decode_notes, decode_stack
from tests.fixtures.bridged import NEWEST, BridgedApp
from tests.fixtures.bridged_apps import BridgedAppFactory
from tests.fixtures.http_server import answering, http_server
from tests.fixtures.waiting import eventually
from tests.integration.fetcher.trace.tracing import claim, kept, new_dashboard, read_again, state, us


async def recorded(app: BridgedApp, table: str, count: int) -> None:
    """Dashboards write after they have answered."""

    async def rows() -> int:
        found: int = app.query(f"SELECT count(*) FROM {table}")[0][0]  # noqa: S608 - a constant
        return found

    await eventually(rows, lambda found: found >= count)


async def test_everything_a_dashboard_notes_is_kept_once(
    resources: Resources, bridged_app: BridgedAppFactory
) -> None:
    app = await bridged_app(NEWEST, traced=True)
    dashboard_id = await new_dashboard(resources, app.url, app.token)
    await app.visit("/slow?times=1")
    await recorded(app, "Request", 1)
    await app.visit("/slow?times=15&token=hidden", Cookie="session=hidden")
    for article in ("milk", "rice"):
        await app.visit(f"/broken?article={article}")
    await recorded(app, "ExceptionOccurrence", 2)
    await recorded(app, "Request", 4)

    for _ in range(2):
        await read_again(resources)

    outlier = max(await kept(resources, Outlier), key=lambda outlier: outlier.execution_ms)
    notes = decode_notes(outlier.notes)
    assert (outlier.endpoint, outlier.status, outlier.version) == ("slow", 200, "1.0.0")
    assert notes.url.endswith("/slow?times=15&token=[masked]")
    assert ("Cookie", "[masked]") in notes.headers
    assert notes.stack[0].function == "slow"
    assert notes.memory_total_bytes
    profiles = [each for each in await kept(resources, Profile) if each.endpoint == "slow"]
    assert len(profiles) == 2
    lines = decode_lines(max(profiles, key=lambda profile: profile.execution_ms).lines)
    assert (lines[0].depth, lines[0].code) == (0, "def slow() -> str:")
    [raised] = await kept(resources, RaisedHour)
    assert (raised.endpoint, raised.type, raised.message, raised.count) == (
        "broken",
        "KeyError",
        "'rice'",
        2,
    )
    assert raised.first_at < raised.last_at
    assert decode_stack(raised.stack)[-1].function == "broken"

    read = await state(resources, dashboard_id)
    assert read.kinds == ["outliers", "profiles", "exceptions"]
    assert (read.read_at, read.failures, read.claim) == (resources.clock.now(), 0, None)
    assert read.next_read_at == resources.clock.now() + resources.settings.trace_interval


class Source:
    """A source whose exceptions are a list; a ``broken`` one answers nothing."""

    def __init__(self) -> None:
        self.raised: list[dict[str, Any]] = []
        self.broken = False
        self.asked_about = 0

    def add(self, at: datetime, message: str = "no tea") -> None:
        call = {"endpoint": "home", "version": "1", "group_by": "", "ip": "", "status": 500}
        stack = [{"file": "/app/shop.py", "line": 3, "function": "home", "code": "serve(tea)"}]
        self.raised.append(
            {"id": len(self.raised) + 1, "at_us": us(at), "execution_ms": 1.0, **call}
            | {"type": "LookupError", "message": message, "handled": False, "stack": stack}
        )

    async def answer(self, path: bytes, writer: asyncio.StreamWriter) -> None:
        status, body = self._answer(path.decode())
        await answering(status, body)(path, writer)

    def _answer(self, path: str) -> tuple[str, bytes]:
        if self.broken:
            return "503 Service Unavailable", b""
        asked = urlsplit(path)
        if asked.path.endswith("/about"):
            self.asked_about += 1
            return "200 OK", json.dumps({"protocol": 2, "capabilities": ["exceptions"]}).encode()
        given = dict(parse_qsl(asked.query))
        after = int(given.get("after", "0"))
        if after > len(self.raised):
            return "409 Conflict", b'{"error": "reset"}'
        found = self.raised[after : after + int(given["limit"])]
        until = after + len(found)
        last = {
            "rows": len(found),
            "cursor": str(until) if until else "",
            "more": until < len(self.raised),
            "settled_at": "2026-11-21T09:00:00.000000Z",
        }
        return "200 OK", "".join(f"{json.dumps(each)}\n" for each in (*found, last)).encode()


@pytest.fixture
async def source() -> Source:
    return Source()


@pytest.fixture
async def url(source: Source) -> AsyncIterator[str]:
    async with http_server(source.answer) as url:
        yield url


async def counts(resources: Resources) -> list[int]:
    return [each.count for each in await kept(resources, RaisedHour)]


async def test_every_exception_counts_once_over_pages_and_readings(
    resources: Resources, source: Source, url: str, clock: ManualClock
) -> None:
    await new_dashboard(resources, url)
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    for number in range(700):
        source.add(hour + timedelta(seconds=number), str(number))

    # An answer with all of them is larger than is read, so pages are smaller, and only so many a reading.
    await read_again(resources)
    assert await counts(resources) == [300]
    await read_again(resources)
    assert await counts(resources) == [700]
    source.add(hour + timedelta(seconds=800), "the last")
    source.add(hour - timedelta(days=31), "long gone")
    await read_again(resources)
    await read_again(resources)

    [raised] = await kept(resources, RaisedHour)
    assert (raised.count, raised.message) == (701, "the last")
    assert (raised.first_at, raised.last_at) == (hour, hour + timedelta(seconds=800))


async def test_ids_that_begin_anew_count_nothing_twice(
    resources: Resources, source: Source, url: str, clock: ManualClock
) -> None:
    await new_dashboard(resources, url)
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    for minute in (1, 2, 3):
        source.add(hour + timedelta(minutes=minute))
    await read_again(resources)

    # Emptied, filled from a backup, and used on.
    source.raised.clear()
    source.add(hour + timedelta(minutes=1))
    source.add(hour + timedelta(minutes=4))
    await read_again(resources)

    assert await counts(resources) == [4]


async def test_a_source_that_fails_is_asked_less_often_and_forgets_nothing(
    resources: Resources, source: Source, url: str, clock: ManualClock
) -> None:
    dashboard_id = await new_dashboard(resources, url)
    source.add(clock.now())
    await read_again(resources)
    source.add(clock.now())
    source.broken = True

    for _ in range(4):
        await read_again(resources)
    failing = await state(resources, dashboard_id)
    assert (failing.failures, failing.claim) == (4, None)
    assert failing.next_read_at > clock.now() + 4 * resources.settings.trace_interval
    assert await counts(resources) == [1]
    async with resources.sessions() as session:
        fetch = await session.get(FetchState, dashboard_id)
        assert fetch is not None
        assert (fetch.failures, fetch.error) == (0, None)

    source.broken = False
    await read_again(resources)
    assert await counts(resources) == [2]
    assert (await state(resources, dashboard_id)).failures == 0


async def test_whoever_changes_url_or_token_need_not_wait_for_the_next_reading(
    resources: Resources, source: Source, url: str, clock: ManualClock
) -> None:
    dashboard_id = await new_dashboard(resources, "http://127.0.0.1:1/dashboard")
    for _ in range(4):
        await read_again(resources)
    assert (await state(resources, dashboard_id)).next_read_at > clock.now()
    source.add(clock.now())

    async with resources.sessions.begin() as session:
        await session.execute(update(Dashboard).values(url=url, source_changed_at=clock.now()))
        [turn] = await claim_due(session, clock.now(), resources.settings.claim_lifetime, 1)
    await take_turn(resources, turn)

    [reading] = await claim(resources)
    await read_traces(resources, reading)
    assert await counts(resources) == [1]


async def test_who_reads_the_source_of_before_keeps_nothing(
    resources: Resources, source: Source, url: str, clock: ManualClock
) -> None:
    dashboard_id = await new_dashboard(resources, url)
    source.add(clock.now())
    [slow] = await claim(resources)
    async with resources.sessions.begin() as session:
        await wake_traces(session, dashboard_id, clock.now())

    await read_traces(resources, slow)

    assert await counts(resources) == []
    assert (await state(resources, dashboard_id)).next_read_at <= clock.now()


async def test_what_a_source_has_is_asked_once_an_hour(
    resources: Resources, source: Source, url: str, clock: ManualClock
) -> None:
    await new_dashboard(resources, url)
    for minutes, asked in ((0, 1), (30, 1), (29, 1), (1, 2)):
        clock.move(timedelta(minutes=minutes))
        await read_again(resources)
        assert source.asked_about == asked


async def test_who_lost_the_claim_keeps_nothing(
    resources: Resources, source: Source, url: str, clock: ManualClock
) -> None:
    dashboard_id = await new_dashboard(resources, url)
    source.add(clock.now())
    [slow] = await claim(resources)
    clock.move(resources.settings.claim_lifetime + timedelta(seconds=1))
    [quick] = await claim(resources)

    await read_traces(resources, slow)
    assert await counts(resources) == []
    await read_traces(resources, quick)
    assert await counts(resources) == [1]
    assert (await state(resources, dashboard_id)).exceptions_cursor == "1"


async def test_only_sources_of_protocol_2_are_asked(resources: Resources, url: str) -> None:
    dashboard_id = await new_dashboard(resources, url)
    async with resources.sessions.begin() as session:
        await session.execute(update(FetchState).values(protocol=1))
    assert await claim(resources) == []
    async with resources.sessions.begin() as session:
        await session.execute(update(FetchState).values(protocol=2))
    assert [each.dashboard_id for each in await claim(resources)] == [dashboard_id]
    assert await claim(resources) == []
