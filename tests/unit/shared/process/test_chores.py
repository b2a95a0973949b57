from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from shared.clock.clock import ManualClock
from shared.process.chores import Chores


class Todo:
    def __init__(self) -> None:
        self.done: list[str] = []
        self.broken = False

    async def often(self) -> None:
        self.done.append("often")

    async def seldom(self) -> None:
        self.done.append("seldom")
        if self.broken:
            raise RuntimeError("broken")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 5, 20, tzinfo=UTC))


@pytest.fixture
def todo() -> Todo:
    return Todo()


@pytest.fixture
def chores(clock: ManualClock, todo: Todo) -> Chores:
    return Chores(clock, {todo.seldom: timedelta(hours=1), todo.often: timedelta(minutes=1)})


async def test_each_runs_at_once_and_then_every_so_often(
    clock: ManualClock, todo: Todo, chores: Chores
) -> None:
    await chores.run_due()
    await chores.run_due()
    assert todo.done == ["seldom", "often"]

    clock.move(timedelta(minutes=1))
    await chores.run_due()
    assert todo.done[2:] == ["often"]

    clock.move(timedelta(hours=1))
    await chores.run_due()
    assert todo.done[3:] == ["seldom", "often"]


async def test_one_that_fails_is_logged_keeps_none_from_running_and_has_its_next_turn(
    clock: ManualClock, todo: Todo, chores: Chores
) -> None:
    todo.broken = True
    lines: list[Any]
    with capture_logs() as lines:
        await chores.run_due()
    assert todo.done == ["seldom", "often"]
    assert [(line["event"], line["chore"]) for line in lines] == [("chore_failed", "seldom")]

    clock.move(timedelta(hours=1))
    todo.broken = False
    await chores.run_due()
    assert todo.done[2:] == ["seldom", "often"]
