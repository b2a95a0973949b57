"""A worker service: its work in the background, and an HTTP port for probes."""

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol, TypeVar

from fastapi import FastAPI
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.health.checks import database_check, redis_check
from shared.health.router import Check, health_router
from shared.process.background import background


class WorkerResources(Protocol):
    """What the probes look at; each service's resources hold more."""

    @property
    def engine(self) -> AsyncEngine: ...

    @property
    def redis(self) -> Redis: ...


R = TypeVar("R", bound=WorkerResources)


def create_worker_app(
    name: str,
    open_resources: Callable[[], AbstractAsyncContextManager[R]],
    work: Callable[[R], Coroutine[Any, Any, None]],
) -> FastAPI:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with open_resources() as resources:
            checks["database"] = database_check(resources.engine)
            checks["redis"] = redis_check(resources.redis)
            async with background(name, work(resources)):
                yield

    checks: dict[str, Check] = {}
    app = FastAPI(title=f"PyDash {name}", openapi_url=None, lifespan=lifespan)
    app.include_router(health_router(checks))
    return app
