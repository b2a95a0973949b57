"""A client of this worker's Valkey, and the storages that one suite is run against."""

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from deploy.local.embedded.valkey import EmbeddedValkey
from tests.integration.counter.storages import Storage, make_storage


@pytest.fixture(scope="session")
async def redis(valkey: EmbeddedValkey) -> AsyncIterator[Redis]:
    client = Redis.from_url(valkey.url)
    yield client
    await client.aclose()


@pytest.fixture(params=["memory", "redis"])
def storage(request: pytest.FixtureRequest, redis: Redis) -> Storage:
    return make_storage(request.param, redis)
