"""What a mailer process holds open."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncEngine

from services.mailer.settings import MailerSettings
from services.mailer.transport.console import ConsoleTransport
from services.mailer.transport.smtp import SmtpTransport
from services.mailer.transport.transport import Transport
from shared.clock.clock import Clock, SystemClock
from shared.db.engine import Sessions, create_engine, create_sessions


@dataclass(frozen=True)
class Resources:
    settings: MailerSettings
    engine: AsyncEngine
    sessions: Sessions
    redis: Redis
    clock: Clock
    transport: Transport


@asynccontextmanager
async def open_resources(settings: MailerSettings) -> AsyncIterator[Resources]:
    """Opens in order, closes in reverse."""
    engine = create_engine(settings.database_url.get_secret_value(), pool_max=settings.database_pool_max)
    redis = Redis.from_url(settings.redis_url.get_secret_value())
    host = settings.smtp_host
    try:
        yield Resources(
            settings=settings,
            engine=engine,
            sessions=create_sessions(engine),
            redis=redis,
            clock=SystemClock(),
            transport=SmtpTransport(host, settings) if host else ConsoleTransport(),
        )
    finally:
        await redis.aclose()
        await engine.dispose()
