"""Connections to Postgres: asyncpg under SQLAlchemy, safe behind pgbouncer in transaction mode."""

from uuid import uuid4

from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

Sessions = async_sessionmaker[AsyncSession]


def async_url(url: str) -> URL:
    """``postgresql://`` as people write it, with the driver that we use; ArgumentError if malformed."""
    return make_url(url).set(drivername="postgresql+asyncpg")


def create_engine(url: str, *, pool_max: int = 10) -> AsyncEngine:
    return create_async_engine(
        async_url(url),
        pool_size=pool_max,
        max_overflow=0,
        pool_pre_ping=True,
        connect_args={
            # Behind pgbouncer the next statement may meet another server connection: unique names and no
            # cache on asyncpg's side, as its documentation asks for.
            "prepared_statement_name_func": lambda: f"pydash_{uuid4().hex}",
            "statement_cache_size": 0,
            # Every time is UTC whatever the server's zone; calendars are moved in the query, never here.
            "server_settings": {"timezone": "UTC", "jit": "off", "application_name": "pydash"},
        },
    )


def create_sessions(engine: AsyncEngine) -> Sessions:
    return async_sessionmaker(engine, expire_on_commit=False)
