"""Apps with the bridge, one a release and file of tests where that will do: each takes seconds to start."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol, Unpack

import pytest

from tests.fixtures.bridged import NEWEST, RELEASES, BridgedApp, BridgedOptions, Release


class AppFactory(Protocol):
    async def __call__(self, release: Release, **options: Unpack[BridgedOptions]) -> BridgedApp: ...


async def start(release: Release, folder: Path, **options: Unpack[BridgedOptions]) -> BridgedApp:
    await release.environment.ensure()
    app = BridgedApp(release, folder, **options)
    try:
        await app.start()
    except BaseException:
        await app.close()
        raise
    return app


class Running:
    """At most one app, so that no more processes run than a test talks to."""

    def __init__(self, folders: pytest.TempPathFactory) -> None:
        self._folders = folders
        self._app: BridgedApp | None = None

    async def app(self, release: Release) -> BridgedApp:
        if self._app is None or self._app.release != release:
            await self.close()
            self._app = await start(release, self._folders.mktemp("bridged"))
        self._app.clear()
        return self._app

    async def close(self) -> None:
        app, self._app = self._app, None
        if app is not None:
            await app.close()


@pytest.fixture(scope="session")
async def running(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    running = Running(tmp_path_factory)
    yield running
    await running.close()


@pytest.fixture(params=RELEASES, ids=str, scope="session")
def release(request: pytest.FixtureRequest) -> Release:
    chosen: Release = request.param
    return chosen


@pytest.fixture
async def app(running: Running, release: Release) -> BridgedApp:
    """Of every release in turn; no calls are recorded."""
    return await running.app(release)


@pytest.fixture
async def newest(running: Running) -> BridgedApp:
    """Of the newest release; no calls are recorded."""
    return await running.app(NEWEST)


@pytest.fixture
async def start_app(tmp_path: Path) -> AsyncIterator[AppFactory]:
    """Starts an app of its own for a test; it ends with the test."""
    apps: list[BridgedApp] = []

    async def start_own(release: Release, **options: Unpack[BridgedOptions]) -> BridgedApp:
        folder = tmp_path / f"app-{len(apps)}"
        folder.mkdir()
        app = await start(release, folder, **options)
        apps.append(app)
        return app

    yield start_own
    for app in apps:
        await app.close()
