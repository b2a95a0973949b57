"""Errors of a real Postgres, told apart: those that pass, and those that never will."""

import asyncio
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from deploy.local.embedded.postgres import EmbeddedPostgres
from deploy.local.ports import LOOPBACK, free_port
from shared.db.engine import Sessions, create_engine
from shared.db.migrate import upgrade
from shared.db.passing import is_passing
from tests.fixtures.cast import running_api
from tests.fixtures.waiting import eventually


async def failure(url: str, statement: str) -> BaseException:
    engine = create_engine(url)
    try:
        with pytest.raises(Exception) as caught:  # noqa: PT011 - which one it is, is the question
            async with engine.connect() as connection:
                await connection.execute(text(statement))
        return caught.value
    finally:
        await engine.dispose()


async def test_a_server_that_is_not_there_passes() -> None:
    assert is_passing(await failure(f"postgresql://postgres@{LOOPBACK}:{free_port()}/postgres", "SELECT 1"))


async def test_a_connection_ended_by_the_server_passes(fresh_database: str) -> None:
    assert is_passing(await failure(fresh_database, "SELECT pg_terminate_backend(pg_backend_pid())"))


@pytest.mark.parametrize(
    "statement", ["SELECT 1/0", "SELEKT", "SELECT 'x'::int", "SELECT * FROM nothing_here"]
)
async def test_a_bad_statement_does_not_pass(fresh_database: str, statement: str) -> None:
    assert not is_passing(await failure(fresh_database, statement))


async def test_a_wrong_password_does_not_pass(fresh_database: str) -> None:
    wrong = (
        fresh_database.replace("://", "://nobody:wrong@", 1)
        if "@" not in fresh_database
        else ("postgresql://nobody:wrong@" + fresh_database.rpartition("@")[2])
    )
    assert not is_passing(await failure(wrong, "SELECT 1"))


async def test_a_broken_constraint_does_not_pass(sessions: Sessions) -> None:
    async with sessions() as session:
        with pytest.raises(IntegrityError) as caught:
            await session.execute(text("INSERT INTO aggregator_members (owner) VALUES (NULL)"))
    assert not is_passing(caught.value)


async def test_a_deadlock_passes(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await session.execute(
            text("INSERT INTO aggregator_members (owner, expires_at) VALUES ('a', now()), ('b', now())")
        )
    update = text("UPDATE aggregator_members SET expires_at = now() WHERE owner = :owner")
    both_hold_one = asyncio.Barrier(2)

    async def lock(first: str, second: str) -> BaseException | None:
        try:
            async with sessions.begin() as session:
                await session.execute(update, {"owner": first})
                await both_hold_one.wait()
                await session.execute(update, {"owner": second})
        except DBAPIError as error:
            return error
        return None

    failures = [error for error in await asyncio.gather(lock("a", "b"), lock("b", "a")) if error is not None]
    assert len(failures) == 1
    assert is_passing(failures[0])


async def test_a_server_that_is_killed_and_starts_again_only_ever_fails_in_passing(tmp_path: Path) -> None:
    async with EmbeddedPostgres(tmp_path / "postgres", durable=False) as server:
        engine = create_engine(server.url)
        seen: list[Exception] = []

        async def ask() -> bool:
            try:
                async with engine.connect() as connection:
                    await connection.execute(text("SELECT 1"))
            except Exception as error:  # noqa: BLE001 - which ones come is the question
                seen.append(error)
                return False
            return True

        assert await ask()
        await server.stop()
        assert not await ask()
        starting = asyncio.create_task(server.start())
        await eventually(ask, bool)
        await starting
        await engine.dispose()
    assert all(is_passing(error) for error in seen), seen


async def test_the_api_says_that_it_cannot_answer_now(tmp_path: Path, redis_url: str) -> None:
    server = EmbeddedPostgres(tmp_path / "postgres", durable=False)
    async with server:
        await upgrade(server.url)
        async with running_api(server.url, redis_url) as app:
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://pydash.example") as client:
                await server.stop()
                login = {"name": "owner", "password": "secret"}
                response = await client.post("/api/v1/sessions", json=login)
                not_ready = await client.get("/readyz")
                alive = await client.get("/healthz")
                await server.start()
                again = await client.post("/api/v1/sessions", json=login)

    assert (response.status_code, response.json()["type"]) == (503, "/problems/unavailable")
    assert response.headers["retry-after"] == "2"
    assert (not_ready.status_code, alive.status_code, again.status_code) == (503, 200, 401)
