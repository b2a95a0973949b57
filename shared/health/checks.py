"""The checks that every service has."""

from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.db.revision import is_at_head
from shared.health.router import Check


class SchemaBehindError(Exception):
    """The database lacks a migration that this code needs."""


def database_check(engine: AsyncEngine) -> Check:
    """Postgres answers and its schema is at head."""

    async def check() -> None:
        async with engine.connect() as connection:
            if not await is_at_head(connection):
                raise SchemaBehindError("run the migrations")

    return check


def redis_check(redis: Redis) -> Check:
    async def check() -> None:
        await redis.ping()

    return check
