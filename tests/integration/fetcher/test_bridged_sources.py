"""What the source of protocol 2 reads is what the apps' own databases hold: real dashboards with the bridge."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from services.fetcher.source.agent_v2.client import AgentV2
from services.fetcher.source.detect import find_source
from services.fetcher.source.errors import SourceResetError, UnsupportedVersionError, WrongTokenError
from services.fetcher.source.http import SourceHttp
from services.fetcher.source.source import Page, SourceWarning
from shared.calls.named import NameColumn
from tests.fixtures.bridged import FROZEN_CLOCK, NEWEST, BridgedApp, Row, StoredCall
from tests.fixtures.bridged_apps import BridgedAppFactory, stored
from tests.fixtures.fmd import generated_calls

NOON = datetime(2026, 5, 20, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
SETTLE = timedelta(seconds=2)
ODD_CALLS = [
    StoredCall(NOON - SECOND, execution_ms=0.0, status=None),
    *[StoredCall(NOON + SECOND)] * 3,
    StoredCall(NOON + SECOND, "caf\u00e9.\u2603", 1 / 3, "1.0 \u00df", '"quoted", \\\n', "::1", 404),
    StoredCall(NOON, None, 1e-9, None, None, "2001:db8:85a3:8d3:1319:8a2e:370:7348", 500),
]


@pytest.fixture
async def http() -> AsyncIterator[SourceHttp]:
    async with httpx.AsyncClient(trust_env=False) as client:
        yield SourceHttp(client, timedelta(seconds=30), 64 * 1024 * 1024)


async def found(http: SourceHttp, app: BridgedApp) -> AgentV2:
    source = await find_source(http, app.url, app.token)
    assert isinstance(source, AgentV2)
    return source


def as_rows(page: Page) -> list[Row]:
    def names(column: NameColumn) -> list[str]:
        return [column.names[code] for code in column.codes]

    calls = page.calls
    columns = (
        *(column.tolist() for column in (page.ids, calls.at_us, calls.execution_ms)),
        *map(names, (calls.endpoint, calls.version, calls.group_by, calls.ip)),
        calls.status.tolist(),
    )
    return [list(row) for row in zip(*columns, strict=True)]


async def pages_of(source: AgentV2, limit: int) -> list[Page]:
    pages = [await source.get_page("", limit, SETTLE)]
    while pages[-1].more:
        pages.append(await source.get_page(pages[-1].cursor, limit, SETTLE))
    return pages


async def test_all_pages_together_are_the_rows_of_the_database(
    http: SourceHttp, bridged_app: BridgedAppFactory
) -> None:
    app = await bridged_app(NEWEST, generated_calls(2_000, since=NOON, until=NOON + timedelta(hours=1)))
    app.insert(ODD_CALLS)
    source = await found(http, app)
    rows = app.stored_rows()

    pages = await pages_of(source, 900)

    assert [row for page in pages for row in as_rows(page)] == rows
    assert [len(page.ids) for page in pages] == [900, 900, len(rows) - 1_800]
    beyond = await source.get_page(pages[-1].cursor, 900, SETTLE)
    assert (as_rows(beyond), beyond.cursor, beyond.more) == ([], pages[-1].cursor, False)
    assert NOON < beyond.settled_at <= datetime.now(UTC) - SETTLE

    first, second, last = (page.cursor for page in pages)
    assert as_rows(await source.get_between("", second)) == rows[:1_800]
    assert as_rows(await source.get_between(first, second)) == rows[900:1_800]
    assert await source.count("", "") == len(rows)
    assert await source.count(first, "") == len(rows) - 900
    assert await source.count(second, last) == len(rows) - 1_800


async def test_what_is_told_about_the_app_is_what_the_database_holds(
    http: SourceHttp, bridged_app: BridgedAppFactory
) -> None:
    app = await bridged_app(NEWEST)
    source = await found(http, app)
    empty, none = await source.get_details(), await source.get_page("", 10, SETTLE)
    app.insert(ODD_CALLS)
    full = await source.get_details()

    assert (empty.first_call_at, empty.total_calls, as_rows(none), none.cursor) == (None, 0, [], "")
    assert (full.first_call_at, full.total_calls) == (NOON - SECOND, len(ODD_CALLS))
    assert (full.version, full.warnings) == ("5.1.0", ())
    assert [(rule.endpoint, rule.monitor_level) for rule in await source.get_monitor_rules()] == app.query(
        "SELECT name, monitor_level FROM Endpoint ORDER BY id"
    )


async def test_a_clock_that_stands_is_warned_of(http: SourceHttp, bridged_app: BridgedAppFactory) -> None:
    source = await found(http, await bridged_app(FROZEN_CLOCK))

    assert (await source.get_details()).warnings == (SourceWarning.CLOCK_FAULT,)


async def test_an_emptied_database_is_told(http: SourceHttp, bridged_app: BridgedAppFactory) -> None:
    app = await bridged_app(NEWEST)
    app.insert(ODD_CALLS)
    source = await found(http, app)
    cursor = (await source.get_page("", 10, SETTLE)).cursor

    app.clear()
    app.insert(map(stored, generated_calls(2, since=NOON, until=NOON + SECOND)))

    with pytest.raises(SourceResetError):
        await source.get_page(cursor, 10, SETTLE)
    assert len((await source.get_page("", 10, SETTLE)).ids) == 2


async def test_what_cannot_be_opened_is_told(http: SourceHttp, bridged_app: BridgedAppFactory) -> None:
    app = await bridged_app(NEWEST)

    with pytest.raises(WrongTokenError):
        await find_source(http, app.url, "another token of the app's author")
    with pytest.raises(WrongTokenError):
        await AgentV2(http, app.url, "another token \u00e9").get_page("", 10, SETTLE)
    # Below here the dashboard knows no path, as it knows none of the bridge's where there is no bridge.
    with pytest.raises(UnsupportedVersionError, match="add the bridge: pip install pydash-agent"):
        await find_source(http, f"{app.url}/elsewhere", app.token)
