"""An aggregator's resources, in this process."""

from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from services.aggregator.resources import Resources, open_resources
from services.aggregator.settings import AggregatorSettings


@pytest.fixture
def settings(fresh_database: str, redis_url: str) -> AggregatorSettings:
    return AggregatorSettings.model_validate(
        {
            "database_url": SecretStr(fresh_database),
            "redis_url": SecretStr(redis_url),
            "partitions": 4,
            "lease_lifetime": 1,
            "lease_renewal": 0.1,
        }
    )


@pytest.fixture
async def resources(settings: AggregatorSettings) -> AsyncIterator[Resources]:
    async with open_resources(settings) as opened:
        yield opened
