"""A dashboard whose database is Postgres: there ids and commits really go in different orders."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import asyncpg
import pytest

from deploy.local.embedded.postgres import EmbeddedPostgres
from tests.fixtures.bridged import NEWEST, BridgedApp
from tests.fixtures.waiting import eventually
from tests.integration.agent.conftest import start

_ZONE = "America/St_Johns"

# As the dashboard does: a time that says that it is UTC, for a column that cannot.
_INSERT = """
    INSERT INTO "Request" (endpoint_id, duration, time_requested, version_requested, group_by, ip, status_code)
    VALUES (
        (SELECT id FROM "Endpoint" WHERE name = 'home'), 1.5, $1::timestamptz, '1.0.0', 'guest', '192.0.2.1', 200
    )
    RETURNING id
"""


@pytest.fixture(scope="session")
async def database(postgres: EmbeddedPostgres) -> str:
    """The URL of one in which times are stored two and a half to three and a half hours from UTC."""
    name = f"dashboard_{uuid4().hex}"
    async with _connection(postgres.url) as connection:
        await connection.execute(f"CREATE DATABASE {name}")
        await connection.execute(f"ALTER DATABASE {name} SET timezone TO '{_ZONE}'")
    return postgres.url.rpartition("/")[0] + f"/{name}"


@pytest.fixture(scope="session")
async def started(database: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[BridgedApp]:
    # By name: which driver the bare scheme means depends on the release of SQLAlchemy.
    url = database.replace("postgresql://", "postgresql+psycopg2://")
    app = await start(NEWEST, tmp_path_factory.mktemp("on-postgres"), database=url)
    yield app
    await app.close()


@pytest.fixture
async def app(started: BridgedApp, database: str) -> BridgedApp:
    """No calls are recorded."""
    async with _connection(database) as connection:
        await connection.execute('DELETE FROM "Request"')
    return started


@asynccontextmanager
async def _connection(url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()


async def _insert(connection: asyncpg.Connection, at: datetime) -> int:
    inserted: int = await connection.fetchval(_INSERT, at)
    return inserted


async def test_waits_for_an_earlier_id_that_is_committed_later(app: BridgedApp, database: str) -> None:
    async with _connection(database) as slow, _connection(database) as quick:
        transaction = slow.transaction()
        await transaction.start()
        first = await _insert(slow, datetime.now(UTC))
        second = await _insert(quick, datetime.now(UTC))
        assert first < second

        held_back = await app.calls(settle_seconds=2)
        assert (held_back.rows, held_back.more) == ([], False)
        await transaction.commit()

        async def ask() -> list[int]:
            return [row[0] for row in (await app.calls(settle_seconds=2)).rows]

        # The first may settle a moment earlier, but the second never comes without it.
        assert await eventually(ask, lambda ids: second in ids) == [first, second]


async def test_a_commit_later_than_that_is_found_by_reading_again(app: BridgedApp, database: str) -> None:
    long_ago = datetime.now(UTC) - timedelta(hours=1)
    async with _connection(database) as slow, _connection(database) as quick:
        before = await _insert(quick, long_ago)
        start = (await app.calls()).cursor
        transaction = slow.transaction()
        await transaction.start()
        late = await _insert(slow, long_ago)
        early = await _insert(quick, long_ago)
        batch = await app.calls(after=start)
        assert [row[0] for row in batch.rows] == [early]
        assert await app.count(after=start, until=batch.cursor) == 1

        await transaction.commit()
        assert (await app.calls(after=batch.cursor)).rows == []
        again = await app.calls(after=start, until=batch.cursor)
        assert before < late < early
        assert [row[0] for row in again.rows] == [late, early]
        assert await app.count(after=start, until=batch.cursor) == 2


async def test_reads_times_right_whatever_the_zone_of_the_server(app: BridgedApp) -> None:
    before = datetime.now(UTC)
    await app.visit("/home")
    await app.visit("/home")

    async def ask() -> list[datetime]:
        return [datetime.fromtimestamp(row[1] / 1e6, UTC) for row in (await app.calls()).rows]

    times = await eventually(ask, lambda times: len(times) == 2)
    assert all(before - timedelta(milliseconds=1) <= time <= datetime.now(UTC) for time in times)
    assert (await app.calls(settle_seconds=600)).rows == []
    about = (await app.ask("about")).json()
    assert datetime.fromisoformat(about["first_call_at"]) == min(times)
    cursor = (await app.calls(limit=1)).cursor
    assert len((await app.calls(after=cursor)).rows) == 1
    added = [
        datetime.fromisoformat(endpoint["added_at"])
        for endpoint in (await app.ask("endpoints")).json()["endpoints"]
    ]
    assert all(abs(before - at) < timedelta(minutes=2) for at in added)
