"""What a fetcher process holds open."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncEngine

from services.fetcher.batch.publisher import BatchPublisher
from services.fetcher.settings import FetcherSettings
from services.fetcher.source.http import SourceHttp
from shared.clock.clock import Clock, SystemClock
from shared.db.engine import Sessions, create_engine, create_sessions
from shared.guard.transport import guarded_transport
from shared.security.token_cipher import TokenCipher

# Pings and checks find a connection also while every turn has one.
_OTHER_CONNECTIONS = 20


@dataclass(frozen=True)
class Resources:
    settings: FetcherSettings
    engine: AsyncEngine
    sessions: Sessions
    redis: Redis
    clock: Clock
    cipher: TokenCipher
    http: SourceHttp
    publisher: BatchPublisher
    # Held by each turn that reads history.
    histories: asyncio.Semaphore


@asynccontextmanager
async def open_resources(settings: FetcherSettings) -> AsyncIterator[Resources]:
    """Opens in order, closes in reverse."""
    engine = create_engine(settings.database_url.get_secret_value(), pool_max=settings.database_pool_max)
    redis = Redis.from_url(settings.redis_url.get_secret_value())
    transport = guarded_transport(settings.address_policy(), settings.jobs_max + _OTHER_CONNECTIONS)
    http = httpx.AsyncClient(
        transport=transport, trust_env=False, timeout=settings.fetch_timeout.total_seconds()
    )
    try:
        yield Resources(
            settings=settings,
            engine=engine,
            sessions=create_sessions(engine),
            redis=redis,
            clock=SystemClock(),
            cipher=TokenCipher(settings.token_keys.get_secret_value()),
            http=SourceHttp(http, settings.fetch_timeout, settings.response_bytes_max),
            publisher=BatchPublisher(redis, settings.partitions, settings.stream_entries_max),
            histories=asyncio.Semaphore(settings.histories_max),
        )
    finally:
        await http.aclose()
        await redis.aclose()
        await engine.dispose()
