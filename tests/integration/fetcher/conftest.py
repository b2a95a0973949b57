"""A fetcher's resources in this process, with a clock that tests move."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr

from services.fetcher.resources import Resources, open_resources
from services.fetcher.settings import FetcherSettings
from shared.clock.clock import ManualClock


@pytest.fixture
def settings(fresh_database: str, redis_url: str) -> FetcherSettings:
    return FetcherSettings.model_validate(
        {
            "database_url": SecretStr(fresh_database),
            "redis_url": SecretStr(redis_url),
            "token_keys": SecretStr(Fernet.generate_key().decode()),
            "fetch_allow": "127.0.0.0/8",
            "fetch_timeout": 3,
            "response_bytes_max": 100_000,
        }
    )


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime.now(UTC))


@pytest.fixture
async def resources(settings: FetcherSettings, clock: ManualClock) -> AsyncIterator[Resources]:
    async with open_resources(settings) as opened:
        yield replace(opened, clock=clock)
