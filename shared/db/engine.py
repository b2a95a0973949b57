"""Connections to Postgres: asyncpg under SQLAlchemy, safe behind pgbouncer in transaction mode."""

from uuid import uuid4

from asyncpg import PostgresError
from sqlalchemy import event
from sqlalchemy.engine import URL, ExceptionContext, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

Sessions = async_sessionmaker[AsyncSession]


def async_url(url: str) -> URL:
    """``postgresql://`` as people write it, with the driver that we use; ArgumentError if malformed."""
    return make_url(url).set(drivername="postgresql+asyncpg")


def create_engine(url: str, *, pool_max: int = 10) -> AsyncEngine:
    """No error of its statements says with which values: they are codes of mails, addresses, hashes."""
    engine = create_async_engine(
        async_url(url),
        hide_parameters=True,
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
    event.listen(engine.sync_engine, "handle_error", _leave_out_detail)
    return engine


def create_sessions(engine: AsyncEngine) -> Sessions:
    return async_sessionmaker(engine, expire_on_commit=False)


def _leave_out_detail(context: ExceptionContext) -> None:
    """Postgres's own ``DETAIL`` quotes the row or the key that was refused."""
    for error in (context.sqlalchemy_exception, context.original_exception):
        if error is not None and error.args:
            error.args = (str(error.args[0]).partition("\nDETAIL:")[0], *error.args[1:])
    from_server = context.original_exception.__cause__
    if isinstance(from_server, PostgresError):
        # Its text is put together from this when it is asked for.
        from_server.detail = None
