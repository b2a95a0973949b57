import asyncio
import signal
from collections.abc import Iterator
from types import FrameType

import pytest

from shared.process.background import background


class Stopped:
    """Remembers that the process was told to stop, instead of stopping."""

    def __init__(self) -> None:
        self.signals: list[int] = []
        self.told = asyncio.Event()

    def __call__(self, number: int, _frame: FrameType | None) -> None:
        self.signals.append(number)
        self.told.set()


@pytest.fixture
def stopped() -> Iterator[Stopped]:
    stopped = Stopped()
    before = signal.signal(signal.SIGTERM, stopped)
    yield stopped
    signal.signal(signal.SIGTERM, before)


async def test_work_runs_beside_the_block_and_ends_with_it(stopped: Stopped) -> None:
    started, cancelled = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    async with background("work", work()):
        await started.wait()
        assert not cancelled.is_set()

    assert cancelled.is_set()
    assert stopped.signals == []


async def test_work_that_fails_stops_the_process(stopped: Stopped) -> None:
    async def work() -> None:
        raise LookupError

    async with background("work", work()):
        await asyncio.wait_for(stopped.told.wait(), timeout=5)

    assert stopped.signals == [signal.SIGTERM]


async def test_work_that_ends_by_itself_stops_the_process(stopped: Stopped) -> None:
    async def work() -> None:
        return

    async with background("work", work()):
        await asyncio.wait_for(stopped.told.wait(), timeout=5)

    assert stopped.signals == [signal.SIGTERM]


async def test_an_error_in_the_block_is_not_swallowed_and_ends_the_work(stopped: Stopped) -> None:
    cancelled = asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    async def block() -> None:
        async with background("work", work()):
            await asyncio.sleep(0)
            raise LookupError

    with pytest.raises(LookupError):
        await block()
    assert cancelled.is_set()
