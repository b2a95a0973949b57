"""The init container of every service: it ends when the schema is there, and not before."""

import asyncio
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from deploy.docker import await_schema as program
from deploy.docker.await_schema import SchemaBehindError, await_schema
from deploy.local.embedded.postgres import EmbeddedPostgres
from deploy.local.ports import LOOPBACK, free_port
from shared.db.engine import create_engine
from shared.db.migrate import upgrade
from tests.fixtures.waiting import eventually

PROJECT = Path(__file__).parents[3]

SOON = timedelta(milliseconds=20)
LONG = timedelta(seconds=60)


@pytest.fixture
async def empty_database(postgres: EmbeddedPostgres) -> str:
    engine = create_engine(postgres.url)
    async with engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(text("DROP DATABASE IF EXISTS waiting_for_schema"))
        await connection.execute(text("CREATE DATABASE waiting_for_schema"))
    await engine.dispose()
    return postgres.url.rpartition("/")[0] + "/waiting_for_schema"


async def wait(url: str, *, patience: timedelta) -> None:
    engine = create_engine(url, pool_max=1)
    try:
        await await_schema(engine, poll_interval=SOON, patience=patience)
    finally:
        await engine.dispose()


async def test_a_migrated_database_is_not_waited_for(database_url: str) -> None:
    await wait(database_url, patience=timedelta())


async def test_it_waits_until_somebody_migrates(
    empty_database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said: list[str] = []

    async def read() -> str:
        said.append(capsys.readouterr().err)
        return "".join(said)

    waiting = asyncio.create_task(wait(empty_database, patience=LONG))
    await eventually(read, lambda text: "the database has an older one" in text)
    assert not waiting.done()

    await upgrade(empty_database)

    await asyncio.wait_for(waiting, LONG.total_seconds())


async def test_it_gives_up_after_its_patience(empty_database: str) -> None:
    with pytest.raises(SchemaBehindError, match="the database has an older one"):
        await wait(empty_database, patience=timedelta(milliseconds=50))


async def test_a_server_that_is_not_there_yet_is_waited_for(capsys: pytest.CaptureFixture[str]) -> None:
    url = f"postgresql://pydash:precious@{LOOPBACK}:{free_port()}/pydash"
    with pytest.raises(SchemaBehindError, match="no connection"):
        await wait(url, patience=timedelta(milliseconds=50))
    assert "precious" not in capsys.readouterr().err


async def _run(**environment: str) -> subprocess.CompletedProcess[str]:
    return await asyncio.to_thread(
        subprocess.run,
        [sys.executable, program.__file__],
        # In the image it lies beside the package that it imports.
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(PROJECT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


async def test_the_command_ends_well_on_a_migrated_database(database_url: str) -> None:
    done = await _run(PYDASH_DATABASE_URL=database_url)
    assert (done.returncode, done.stderr) == (0, "")


async def test_the_command_says_what_it_lacks() -> None:
    done = await _run()
    assert done.returncode == 1
    assert done.stderr.startswith("await_schema: PYDASH_DATABASE_URL: ")
