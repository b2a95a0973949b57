"""The migrations make what the models say, whoever runs them and however often."""

import asyncio

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from deploy.local.embedded.postgres import EmbeddedPostgres
from shared.db.base import Base
from shared.db.engine import create_engine
from shared.db.migrate import upgrade
from shared.db.revision import is_at_head


async def empty_database(postgres: EmbeddedPostgres, name: str) -> str:
    engine = create_engine(postgres.url)
    async with engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(text(f"CREATE DATABASE {name}"))
    await engine.dispose()
    return postgres.url.rpartition("/")[0] + f"/{name}"


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, Base.metadata))


async def test_the_migrated_schema_is_the_models_schema(fresh_database: str) -> None:
    engine = create_engine(fresh_database)
    async with engine.connect() as connection:
        assert await is_at_head(connection)
        assert await connection.run_sync(_differences) == []
    await engine.dispose()


async def test_migrating_at_the_same_time_and_again_is_harmless(postgres: EmbeddedPostgres) -> None:
    url = await empty_database(postgres, "migrated_by_many")

    await asyncio.gather(*(upgrade(url) for _ in range(4)))
    await upgrade(url)

    engine = create_engine(url)
    async with engine.connect() as connection:
        assert await is_at_head(connection)
    await engine.dispose()


async def test_an_empty_database_and_a_newer_one_are_told_apart(postgres: EmbeddedPostgres) -> None:
    url = await empty_database(postgres, "never_migrated")
    engine = create_engine(url)
    async with engine.connect() as connection:
        assert not await is_at_head(connection)
    await upgrade(url)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = 'of a later release'"))
    async with engine.connect() as connection:
        assert await is_at_head(connection)
    await engine.dispose()
