from collections.abc import AsyncIterator

import pytest

from tests.integration.fetcher.uptime.app import App, running_app


@pytest.fixture
async def app() -> AsyncIterator[App]:
    async with running_app() as running:
        yield running
