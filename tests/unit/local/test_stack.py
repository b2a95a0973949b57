"""How the stack treats the demo: of no part of it does PyDash depend."""

import asyncio
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import cast

import pytest

from deploy.local.demo_app import DemoApp
from deploy.local.embedded.process import Output
from deploy.local.errors import LocalStackError
from deploy.local.home import open_home
from deploy.local.screen import Screen
from deploy.local.stack import Options, Stack
from deploy.local.supervisor import Program


class StubApp:
    """Without processes; fails where it is told to."""

    def __init__(self, name: str, failing: str = "") -> None:
        self.name = name
        self.port = 1
        self.is_registered = False
        self._failing = failing

    async def prepare(self) -> None:
        self._fail_at("prepare")

    def programs(self, _output_for: object) -> list[tuple[str, Program]]:
        self._fail_at("programs")
        return []

    async def register(self, _settings: Mapping[str, str], _output: Output) -> None:
        self._fail_at("register")
        self.is_registered = True

    def _fail_at(self, step: str) -> None:
        if step == self._failing:
            raise LocalStackError("no reach of a registry")


async def open_and_register(folder: Path, *apps: StubApp) -> str:
    said = StringIO()
    stack = Stack(open_home(folder), 1, "http://127.0.0.1:1", Options(), Screen(said))
    demo = [(app, asyncio.create_task(stack._open(app))) for app in cast("tuple[DemoApp, ...]", apps)]
    await asyncio.gather(*(stack._register(app, opened) for app, opened in demo))
    return said.getvalue()


@pytest.mark.parametrize("failing", ["prepare", "programs"])
async def test_an_app_that_cannot_be_had_is_named_and_the_other_is_there(
    failing: str, tmp_path: Path
) -> None:
    shop, warehouse = StubApp("shop", failing), StubApp("warehouse")
    said = await open_and_register(tmp_path, shop, warehouse)

    assert "warning: there is no demo shop: no reach of a registry\n" in said
    assert (shop.is_registered, warehouse.is_registered) == (False, True)


async def test_an_app_that_cannot_be_registered_does_not_keep_the_other_from_it(tmp_path: Path) -> None:
    shop, warehouse = StubApp("shop"), StubApp("warehouse", "register")
    said = await open_and_register(tmp_path, shop, warehouse)

    assert "warning: the demo warehouse is not monitored: no reach of a registry\n" in said
    assert shop.is_registered


def test_without_the_demo_there_are_no_apps(tmp_path: Path) -> None:
    stack = Stack(open_home(tmp_path), 1, "", Options(demo=False), Screen(StringIO()))

    assert stack._demo_apps() == []
