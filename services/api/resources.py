"""What a process of the API holds open, and how endpoints get at it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from services.api.apikey.authentication import KeyUses
from services.api.later.later import Later
from services.api.live.hub import LiveHub
from services.api.settings import ApiSettings
from services.api.throttle.throttles import Throttles
from shared.clock.clock import Clock, SystemClock
from shared.db.engine import Sessions, create_engine, create_sessions
from shared.guard.policy import Network, parse_networks
from shared.security.passwords import Passwords
from shared.security.token_cipher import TokenCipher


@dataclass(frozen=True)
class Resources:
    settings: ApiSettings
    engine: AsyncEngine
    sessions: Sessions
    redis: Redis
    clock: Clock
    passwords: Passwords
    cipher: TokenCipher
    live: LiveHub
    throttles: Throttles
    trusted_proxies: Sequence[Network]
    later: Later
    key_uses: KeyUses
    # Each running export keeps a connection; the others are for everything else.
    exports: asyncio.Semaphore


@asynccontextmanager
async def open_resources(settings: ApiSettings) -> AsyncIterator[Resources]:
    """Opens in order, closes in reverse."""
    engine = create_engine(settings.database_url.get_secret_value(), pool_max=settings.database_pool_max)
    redis = Redis.from_url(settings.redis_url.get_secret_value())
    later = Later()
    sessions = create_sessions(engine)
    try:
        yield Resources(
            settings=settings,
            engine=engine,
            sessions=sessions,
            redis=redis,
            clock=SystemClock(),
            passwords=Passwords(settings.password_hashes_max),
            cipher=TokenCipher(settings.token_keys.get_secret_value()),
            live=LiveHub(redis),
            throttles=Throttles.of(settings, redis),
            trusted_proxies=parse_networks(settings.trusted_proxies),
            later=later,
            key_uses=KeyUses(sessions),
            exports=asyncio.Semaphore(max(1, settings.database_pool_max // 2)),
        )
    finally:
        await later.finished()
        await redis.aclose()
        await engine.dispose()


# Not a plain function: FastAPI would call it in another thread, at every request.
async def get_resources(request: Request) -> Resources:
    resources: Resources = request.app.state.resources
    return resources


ResourcesDep = Annotated[Resources, Depends(get_resources)]


async def get_session(resources: ResourcesDep) -> AsyncIterator[AsyncSession]:
    """One request is one transaction; it commits when the endpoint returns without an error."""
    async with resources.sessions.begin() as session:
        yield session


# "function" scope commits before the response is sent: a client that got its answer can rely on it.
SessionDep = Annotated[AsyncSession, Depends(get_session, scope="function")]
