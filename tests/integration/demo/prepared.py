"""A prepared app of the demo, whose processes a test starts and ends."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from signal import SIGKILL
from typing import Any, ClassVar

import httpx

from deploy.local.demo.demo import App, Demo, DemoCommand
from deploy.local.demo.environment import Environment
from deploy.local.embedded.process import Child, Command, base_environment
from deploy.local.ports import free_port
from tests.fixtures.waiting import eventually

_START_SECONDS = 60.0
# The warehouse's uptime probe comes once a minute, and alone it may be at night.
_TRAFFIC_SECONDS = 75.0


class Prepared:
    # Of the dashboard's calls.
    table: ClassVar[str]

    def __init__(self, home: Path, app: App, environment: Environment) -> None:
        self.port = free_port()
        self.demo = Demo(home, app, environment=environment)
        self.database = self.demo.folder / "calls.db"
        self.url = f"http://127.0.0.1:{self.port}"
        self.dashboard = self.demo.dashboard(self.port)
        self.client = httpx.AsyncClient(timeout=60, trust_env=False)

    async def prepare(self) -> None:
        await self.demo.prepare()

    @property
    def app(self) -> Command:
        return _runnable(self.demo.commands(self.port)[0])

    @property
    def traffic(self) -> Command:
        return _runnable(self.demo.commands(self.port)[1])

    @property
    def token(self) -> str:
        return self.dashboard.token_file.read_text(encoding="utf-8")

    async def open(self) -> Child:
        assert not await self._answers(), "another one runs already"
        child = await Child.start(self.app)
        async with asyncio.timeout(_START_SECONDS):
            while not await self._answers():
                assert child.returncode is None, child.tail
                await asyncio.sleep(0.05)
        return child

    def query(self, statement: str, *parameters: str) -> list[tuple[Any, ...]]:
        """Of the dashboard's own database."""
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(statement, parameters).fetchall()

    def count(self) -> int:
        ((count,),) = self.query(f"SELECT count(*) FROM {self.table}")  # noqa: S608 - a constant
        return int(count)

    async def counted(self) -> int:
        return self.count()

    def change(self, statement: str, *parameters: str) -> None:
        with closing(sqlite3.connect(self.database)) as connection, connection:
            connection.execute(statement, parameters)

    async def _answers(self) -> bool:
        try:
            return (await self.client.get(self.dashboard.url + self.demo.app.ready_path)).is_success
        except httpx.ConnectError:
            return False


async def traffic_comes_through_a_restart(app: Prepared) -> None:
    child = await app.open()
    traffic = await Child.start(app.traffic)
    try:
        await _calls_come(app)
        child.send_signal(SIGKILL)
        await child.wait()
        child = await app.open()
        await _calls_come(app)
        assert await traffic.stop(timeout_seconds=5) == 0
    finally:
        await traffic.stop()
        await child.stop()
    assert list(traffic.tail) == []


async def _calls_come(app: Prepared) -> None:
    before = app.count()
    await eventually(app.counted, lambda count: count > before, _TRAFFIC_SECONDS)


def as_stored(time: datetime) -> str:
    """In UTC without saying so."""
    return time.replace(tzinfo=None).isoformat(" ", "microseconds")


def _runnable(command: DemoCommand) -> Command:
    return Command(command.name, command.argv, env=base_environment() | command.env)
