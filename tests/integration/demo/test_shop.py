"""The demo as the local runner runs it: real history, real FMD, real visitors over HTTP."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from deploy.local.demo.apps.shop.releases import RELEASES
from deploy.local.demo.apps.shop.scenario import SHOP as SCENARIO
from deploy.local.demo.demo import SHOP, Demo
from deploy.local.embedded.process import Command, base_environment, run
from tests.fixtures.fmd import FmdSource
from tests.integration.demo.export import Export, moment
from tests.integration.demo.prepared import Prepared, as_stored, traffic_comes_through_a_restart

_FIELDS = ("endpoint", "execution_time", "version", "group_by", "ip")


class Shop(Prepared):
    table = "functionCalls"

    @property
    def export(self) -> Export:
        return Export(self.client, self.dashboard.url, self.token)

    def median_ms(self, endpoint: str, column: str, value: str) -> float:
        rows = self.query("SELECT * FROM functionCalls WHERE endpoint = ?", endpoint)
        position = ("id", "endpoint", "execution_time", "time", "version", "group_by", "ip").index(column)
        return float(median(row[2] for row in rows if row[position] == value))

    def forget_since(self, time: datetime) -> None:
        """As if the history, or the shop, had ended then."""
        self.change("DELETE FROM functionCalls WHERE time > ?", as_stored(time))


@pytest.fixture(scope="module")
async def shop(fmd_source: FmdSource, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Shop]:
    shop = Shop(tmp_path_factory.mktemp("demo"), SHOP, fmd_source.environment)
    await shop.prepare()
    yield shop
    await shop.client.aclose()


@pytest.fixture
async def open_shop(shop: Shop) -> AsyncIterator[Shop]:
    child = await shop.open()
    yield shop
    assert await child.stop() == 0


async def test_history_reaches_to_the_first_start_and_a_later_gap_stays(shop: Shop) -> None:
    written = shop.count()
    shop.forget_since(datetime.now(UTC) - timedelta(minutes=20))
    kept = shop.count()
    opening = datetime.now(UTC)
    await (await shop.open()).stop()
    caught_up = shop.count()
    (newest,) = shop.query("SELECT max(time) FROM functionCalls")[0]

    assert 250_000 < kept < written <= caught_up
    assert abs(opening - moment(newest)) < timedelta(minutes=1)

    shop.forget_since(datetime.now(UTC) - timedelta(minutes=20))
    with_a_gap = shop.count()
    await (await shop.open()).stop()
    await shop.demo.prepare()

    assert shop.count() == with_a_gap < caught_up


async def test_history_goes_on_exactly_where_it_was_written_to(fmd_source: FmdSource, tmp_path: Path) -> None:
    """Written in one go, or up to a moment and then twice from there on: the same calls."""
    script = """
import pathlib, sys
from datetime import UTC, datetime, timedelta
from apps.scenario import state
from apps.scenario.history import History
from apps.scenario.plan import Plan
from apps.shop.scenario import SHOP
from apps.shop.tables import Fmd113Tables

way, folder = sys.argv[1], pathlib.Path(sys.argv[2])
opened = datetime(2026, 10, 31, 3, tzinfo=UTC)
middle, end = opened + timedelta(hours=7, minutes=3, seconds=1.5), opened + timedelta(hours=9)
until = end if way == "once" else middle
history = History(SHOP, Fmd113Tables())
engine = Fmd113Tables().open(folder / way, "1.0.0")
with engine.begin() as connection:
    history.extend(connection, Plan(SHOP, seed=7, opened=opened), since=opened, until=until)
if way == "again":
    for _ in range(2):
        history.catch_up(engine, state.State(7, opened.isoformat()), until=end)
"""
    for way in ("once", "again"):
        python = str(fmd_source.environment.python)
        demo = Demo(tmp_path, SHOP, environment=fmd_source.environment)
        demo.folder.mkdir(parents=True, exist_ok=True)
        settings = base_environment() | demo.commands(1)[1].env
        code, said = await run(Command(way, [python, "-c", script, way, str(tmp_path)], env=settings))
        assert code == 0, said

    def rows(way: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(tmp_path / way)) as connection:
            return connection.execute("SELECT * FROM functionCalls ORDER BY id").fetchall()

    assert len(rows("once")) > 1000
    assert rows("again") == rows("once")


async def test_every_endpoint_is_watched_since_its_release(open_shop: Shop) -> None:
    rules = await open_shop.export.rules()
    (first,) = open_shop.query("SELECT min(time) FROM functionCalls")[0]

    assert {rule["endpoint"]: rule["version_added"] for rule in rules} == {
        endpoint: RELEASES.added(endpoint).version for endpoint in SCENARIO.timing.endpoints
    }
    assert all(rule["monitor"] for rule in rules)
    for rule in rules:
        expected = moment(first) + RELEASES.added(rule["endpoint"]).after
        assert abs(moment(rule["time_added"]) - expected) < timedelta(minutes=5)
        accessed = moment(rule["last_accessed"])
        assert accessed > datetime.now(UTC) - timedelta(hours=12)


@pytest.mark.parametrize("day", [0, 13, 20])
async def test_the_export_holds_what_fmd_has_written(open_shop: Shop, day: int) -> None:
    details = await open_shop.export.details()
    begin = datetime.fromtimestamp(details["first-request"], UTC) + timedelta(days=day)
    end = begin + timedelta(days=1)
    sent = await open_shop.export.calls(begin, end)

    assert details["total-requests"] == open_shop.count()
    window = [as_stored(begin), as_stored(end)]
    held = open_shop.query(
        "SELECT endpoint, execution_time, version, group_by, ip FROM functionCalls WHERE time > ? AND time <= ?",
        *window,
    )
    assert len(held) > 3000
    assert [tuple(call[field] for field in _FIELDS) for call in sent] == held


async def test_the_planted_release_is_seen_in_the_search_and_nowhere_else(shop: Shop) -> None:
    search = {
        version: shop.median_ms("search", "version", version) for version in ("1.2.0", "1.3.0", "1.3.1")
    }
    product = {version: shop.median_ms("product", "version", version) for version in ("1.2.0", "1.3.0")}

    assert search["1.3.0"] > 3 * search["1.2.0"]
    assert search["1.3.1"] == pytest.approx(search["1.2.0"], rel=0.1)
    assert product["1.3.0"] == pytest.approx(product["1.2.0"], rel=0.1)


async def test_history_ends_as_busy_as_live_begins(shop: Shop) -> None:
    """The last hours have the calls that the live rhythm asks for."""
    (first, last) = shop.query("SELECT min(time), max(time) FROM functionCalls")[0]
    opened, end = moment(first), moment(last)
    minutes = 6 * 60
    expected = sum(
        60 * SCENARIO.rhythm.calls_per_second(end - timedelta(minutes=number), opened)
        for number in range(minutes)
    )
    since = as_stored(end - timedelta(minutes=minutes))
    ((recent,),) = shop.query("SELECT count(*) FROM functionCalls WHERE time > ?", since)

    assert recent == pytest.approx(expected, rel=0.25)


async def test_there_are_people_guests_and_addresses_of_both_families(shop: Shop) -> None:
    people, addresses, version_6 = shop.query(
        "SELECT count(DISTINCT group_by), count(DISTINCT ip), count(DISTINCT CASE WHEN ip LIKE '%:%' THEN ip END)"
        " FROM functionCalls"
    )[0]

    assert people == 121
    assert 250 < addresses < 500
    assert version_6 > 50


async def test_a_visit_is_recorded_with_who_made_it_and_from_where(open_shop: Shop) -> None:
    visitor = {"X-Forwarded-For": "2001:db8:99::1"}
    signed_in = await open_shop.client.post(f"{open_shop.url}/login", data={"name": "zoe"}, headers=visitor)
    page = await open_shop.client.get(f"{open_shop.url}/account", headers=visitor)
    missing = await open_shop.client.get(f"{open_shop.url}/product/999", headers=visitor)

    assert signed_in.status_code == 302
    assert "Hello, zoe" in page.text
    assert missing.status_code == 404
    rows = open_shop.query(
        "SELECT endpoint, group_by, version FROM functionCalls WHERE ip = ? ORDER BY id", "2001:db8:99::1"
    )
    assert rows == [
        ("login", "zoe", RELEASES.current),
        ("account", "zoe", RELEASES.current),
        ("product", "zoe", RELEASES.current),
    ]


async def test_a_live_call_takes_about_as_long_as_a_written_one(open_shop: Shop) -> None:
    for _ in range(40):
        await open_shop.client.get(f"{open_shop.url}/cart", headers={"X-Forwarded-For": "192.0.2.254"})

    live = open_shop.median_ms("cart.view", "ip", "192.0.2.254")
    assert 0.7 < live / open_shop.median_ms("cart.view", "version", "1.3.1") < 2.5


async def test_traffic_keeps_coming_through_a_restart_of_the_shop(shop: Shop) -> None:
    await traffic_comes_through_a_restart(shop)


async def test_a_taken_port_is_said_in_one_line(open_shop: Shop) -> None:
    code, said = await run(open_shop.app)

    assert code == 1
    assert said == [f"The shop cannot listen on 127.0.0.1:{open_shop.port}: Address already in use"]
