"""What an aggregator process holds open."""

import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import uuid4

from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncEngine

from services.aggregator.apply.names import NameCache
from services.aggregator.settings import AggregatorSettings
from shared.clock.clock import Clock, SystemClock
from shared.contracts.ids import DashboardId, Partition
from shared.db.engine import Sessions, create_engine, create_sessions
from shared.streams.keys import partition_of


@dataclass(frozen=True)
class Resources:
    settings: AggregatorSettings
    engine: AsyncEngine
    sessions: Sessions
    redis: Redis
    clock: Clock
    names: NameCache
    # Names this process among all that ever were: lease owner and consumer.
    owner: str

    def is_of(self, partition: Partition, dashboard_id: DashboardId) -> bool:
        """Whether the dashboard's batches come over this partition."""
        return partition_of(dashboard_id, self.settings.partitions) == partition


@asynccontextmanager
async def open_resources(settings: AggregatorSettings) -> AsyncIterator[Resources]:
    """Opens in order, closes in reverse."""
    engine = create_engine(settings.database_url.get_secret_value(), pool_max=settings.database_pool_max)
    redis = Redis.from_url(settings.redis_url.get_secret_value())
    try:
        yield Resources(
            settings=settings,
            engine=engine,
            sessions=create_sessions(engine),
            redis=redis,
            clock=SystemClock(),
            names=NameCache(),
            owner=f"{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:8]}",
        )
    finally:
        await redis.aclose()
        await engine.dispose()
