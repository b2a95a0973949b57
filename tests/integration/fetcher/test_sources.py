"""What the sources read is what the apps' own databases hold: real dashboards of 1.13 and 2.0."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import httpx
import pytest

from services.fetcher.source.detect import find_source
from services.fetcher.source.errors import WrongTokenError
from services.fetcher.source.fmd_v1.client import FmdV1
from services.fetcher.source.http import SourceHttp
from services.fetcher.source.source import FMD_DEFAULT_TOKEN, MonitorRule, SourceWarning, Window
from shared.calls.block import from_us
from shared.calls.named import NameColumn, NamedCalls
from tests.fixtures.fmd import FMD_1_13, FMD_2_0, FmdApp, FmdAppFactory, FmdCall, Release, generated_calls
from tests.fixtures.waiting import eventually

NOON = datetime(2026, 5, 20, 12, tzinfo=UTC)
SECOND, MICROSECOND = timedelta(seconds=1), timedelta(microseconds=1)
HOUR = Window(NOON, NOON + timedelta(hours=1))

# Endpoint, time, execution time, version, group and address of every row, as text sorts it.
CALLS_OF = {
    FMD_1_13: """
        SELECT endpoint, time, execution_time, version, coalesce(group_by, ''), coalesce(ip, '')
        FROM functionCalls WHERE time > ? AND time <= ? ORDER BY 1, 2, 3, 4, 5, 6
    """,
    FMD_2_0: """
        SELECT coalesce(name, ''), time_requested, duration, coalesce(version_requested, ''),
               coalesce(group_by, ''), ip
        FROM Request LEFT JOIN Endpoint ON Endpoint.id = endpoint_id
        WHERE time_requested > ? AND time_requested <= ? ORDER BY 1, 2, 3, 4, 5, 6
    """,
}
RULES_OF = {
    FMD_1_13: "SELECT endpoint, monitor, time_added, version_added, last_accessed FROM rules",
    FMD_2_0: "SELECT name, monitor_level, time_added, version_added, last_requested FROM Endpoint",
}
ODD_CALLS = [
    *[FmdCall("home", 12.5, NOON + SECOND)] * 3,
    FmdCall("home", 0.0, NOON + MICROSECOND),
    FmdCall("home", 1e-9, NOON + SECOND + MICROSECOND, version=""),
    FmdCall("home", 86_400_000.125, NOON + timedelta(minutes=59, microseconds=999_999), group_by=""),
    FmdCall("caf\u00e9.\u2603", 1 / 3, NOON + timedelta(minutes=1), group_by="\U0001f600", ip=""),
    FmdCall("caf\u00e9.\u2603", 1 / 3, NOON + timedelta(minutes=1), "1.0 \u00df", '"quoted", \\', "::1"),
    FmdCall("a" * 250, 1.0, NOON + timedelta(minutes=2), ip="2001:db8:85a3:8d3:1319:8a2e:370:7348"),
    FmdCall("", 1.0, HOUR.end),
    FmdCall("before", 1.0, NOON),
    FmdCall("after", 1.0, HOUR.end + MICROSECOND),
]


@pytest.fixture(params=[FMD_1_13, FMD_2_0], ids=lambda release: release.version)
def release(request: pytest.FixtureRequest) -> Release:
    chosen: Release = request.param
    return chosen


@pytest.fixture
async def http() -> AsyncIterator[SourceHttp]:
    async with httpx.AsyncClient(trust_env=False) as client:
        yield SourceHttp(client, timedelta(seconds=30), 64 * 1024 * 1024)


async def found(http: SourceHttp, app: FmdApp) -> FmdV1:
    source = await find_source(http, app.url, app.token)
    assert isinstance(source, FmdV1)
    return source


def in_database(app: FmdApp, window: Window) -> list[tuple[object, ...]]:
    start, end = (as_stored(moment) for moment in (window.start, window.end))
    return app.query(CALLS_OF[app.release], start, end)


def as_read(calls: NamedCalls) -> list[tuple[object, ...]]:
    def names(column: NameColumn) -> list[str]:
        return [column.names[code] for code in column.codes]

    columns = (
        names(calls.endpoint),
        [as_stored(from_us(at_us)) for at_us in calls.at_us.tolist()],
        calls.execution_ms.tolist(),
        *map(names, (calls.version, calls.group_by, calls.ip)),
    )
    return sorted(zip(*columns, strict=True))


def as_row(rule: MonitorRule) -> tuple[object, ...]:
    added_at, last_requested_at = (
        None if moment is None else as_stored(moment) for moment in (rule.added_at, rule.last_requested_at)
    )
    return rule.endpoint, rule.monitor_level, added_at, rule.version_added, last_requested_at


def as_stored(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(" ", "microseconds")


async def test_calls_are_the_rows_of_the_database(
    http: SourceHttp, fmd_app: FmdAppFactory, release: Release
) -> None:
    app = await fmd_app(generated_calls(3_000, since=HOUR.start, until=HOUR.end), release=release)
    app.insert(ODD_CALLS)
    source = await found(http, app)

    calls = await source.get_data(HOUR)

    assert as_read(calls) == in_database(app, HOUR)
    assert len(calls) == 3_000 + len(ODD_CALLS) - 2
    assert not calls.status.any()


async def test_windows_that_tile_hold_every_row_once(
    http: SourceHttp, fmd_app: FmdAppFactory, release: Release
) -> None:
    edges = [NOON, NOON + SECOND, NOON + 2 * SECOND, NOON + timedelta(minutes=1), HOUR.end, HOUR.end + SECOND]
    times = [edge + offset for edge in edges for offset in (-MICROSECOND, timedelta(0), MICROSECOND)]
    app = await fmd_app([FmdCall("home", 1.0, time) for time in times], release=release)
    source = await found(http, app)

    read = [await source.get_data(Window(start, end)) for start, end in pairwise(edges)]

    # Those until the first edge, and the one after the last, are in no window.
    assert [len(calls) for calls in read] == [3] * 5
    assert sorted(at_us for calls in read for at_us in calls.at_us.tolist()) == [
        int(time.timestamp()) * 1_000_000 + time.microsecond for time in times[2:-1]
    ]


async def test_details_are_what_the_database_holds(
    http: SourceHttp, fmd_app: FmdAppFactory, release: Release
) -> None:
    app = await fmd_app(release=release)
    source = await found(http, app)
    empty = await source.get_details()
    assert len(await source.get_data(HOUR)) == 0
    app.insert(ODD_CALLS)
    full = await source.get_details()

    assert (empty.first_call_at, empty.total_calls) == (None, 0)
    assert (full.first_call_at, full.total_calls) == (NOON, len(ODD_CALLS))
    assert full.version.startswith(release.version)
    assert full.warnings == ((SourceWarning.NAMES_INFERRED,) if release is FMD_2_0 else ())


async def test_the_packages_own_token_is_warned_of(
    http: SourceHttp, fmd_app: FmdAppFactory, release: Release
) -> None:
    app = await fmd_app(release=release, token=FMD_DEFAULT_TOKEN)

    assert SourceWarning.DEFAULT_TOKEN in (await (await found(http, app)).get_details()).warnings


async def test_what_visitors_ask_for_has_the_rules_and_calls_that_the_database_holds(
    http: SourceHttp, fmd_app: FmdAppFactory, release: Release
) -> None:
    app = await fmd_app(release=release, endpoints=["search", "home", "about"])
    async with httpx.AsyncClient(trust_env=False) as visitor:
        for path in ("home", "home", "search"):
            assert (await visitor.get(f"{app.address}/{path}")).status_code == 200
    now = datetime.now(UTC).replace(microsecond=0)
    visits = Window(now - timedelta(hours=1), now + timedelta(hours=1))

    async def recorded() -> list[tuple[object, ...]]:
        return in_database(app, visits)

    # 2.0 records in threads of its own.
    await eventually(recorded, lambda rows: len(rows) == 3)
    app.insert(ODD_CALLS)
    source = await found(http, app)

    rules, calls = await source.get_monitor_rules(), await source.get_data(visits)

    assert [as_row(rule) for rule in rules] == app.query(RULES_OF[release])
    assert as_read(calls) == in_database(app, visits)
    assert [name for name, *_ in as_read(calls)] == ["home", "home", "search"]


async def test_a_wrong_token_is_known_by_the_signature(
    http: SourceHttp, fmd_app: FmdAppFactory, release: Release
) -> None:
    app = await fmd_app(release=release)
    source = FmdV1(http, app.url, "another token")

    with pytest.raises(WrongTokenError):
        await source.get_monitor_rules()
    with pytest.raises(WrongTokenError):
        await source.get_data(HOUR)


async def test_endpoints_added_to_2_0_meanwhile_get_their_names(
    http: SourceHttp, fmd_app: FmdAppFactory
) -> None:
    app = await fmd_app(generated_calls(50, since=HOUR.start, until=HOUR.end), release=FMD_2_0)
    source = await found(http, app)
    await source.get_data(HOUR)

    app.insert([FmdCall("new", 1.0, NOON + SECOND), FmdCall("newer", 2.0, NOON - SECOND)])

    assert as_read(await source.get_data(HOUR)) == in_database(app, HOUR)


async def test_a_call_of_2_0_without_a_listed_endpoint_keeps_its_number(
    http: SourceHttp, fmd_app: FmdAppFactory
) -> None:
    app = await fmd_app([FmdCall("home", 1.0, NOON + SECOND)], release=FMD_2_0)
    for values in ("7, 2.5", "NULL, 3"):
        app.execute(
            f"INSERT INTO Request (endpoint_id, duration, ip, time_requested) VALUES ({values}, '::1', ?)",  # noqa: S608 - constants
            as_stored(NOON + SECOND),
        )

    calls = await (await found(http, app)).get_data(HOUR)

    assert {(name, ms) for name, _, ms, *_ in as_read(calls)} == {
        ("home", 1.0),
        ("endpoint #7", 2.5),
        ("", 3.0),
    }
