import asyncio
from typing import Any

from services.api.later.later import Later


async def test_it_does_not_wait_but_can_be_waited_for() -> None:
    later, gate, done = Later(), asyncio.Event(), []

    async def work() -> None:
        await gate.wait()
        done.append("done")

    later.start("work", work())
    assert done == []
    gate.set()
    await later.finished()

    assert done == ["done"]


async def test_what_fails_is_logged_and_disturbs_nobody(log_lines: list[Any]) -> None:
    later, done = Later(), []

    async def fail() -> None:
        raise RuntimeError("broken")

    async def work() -> None:
        done.append("done")

    later.start("broken", fail())
    later.start("work", work())
    await later.finished()

    assert done == ["done"]
    assert [(line["event"], line["work"]) for line in log_lines] == [("later_work_failed", "broken")]


async def test_too_much_at_once_is_left_out(log_lines: list[Any]) -> None:
    later, gate, done = Later(), asyncio.Event(), []

    async def work() -> None:
        await gate.wait()
        done.append("done")

    for _ in range(210):
        later.start("work", work())
    gate.set()
    await later.finished()

    assert len(done) == 200
    assert [line["event"] for line in log_lines] == ["later_work_left_out"] * 10


async def test_it_waits_also_for_what_was_started_meanwhile() -> None:
    later, done = Later(), []

    async def work(left: int) -> None:
        await asyncio.sleep(0)
        done.append(left)
        if left:
            later.start("work", work(left - 1))

    later.start("work", work(3))
    await later.finished()

    assert done == [3, 2, 1, 0]
