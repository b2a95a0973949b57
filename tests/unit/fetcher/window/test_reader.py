from datetime import datetime, timedelta

import pytest

from services.fetcher.batch.portion import Sizes, Span
from services.fetcher.source.errors import AnswerTooLargeError
from services.fetcher.source.source import Details, MonitorRule, Window
from services.fetcher.window.reader import WindowReader
from shared.calls.named import NamedCalls
from tests.fixtures.rows import named_calls
from tests.unit.fetcher.progress import NOW, progress

SECOND = timedelta(seconds=1)


class InMemory:
    def __init__(self, times: list[datetime], too_large_from: timedelta = timedelta.max) -> None:
        self.times = times
        self.too_large_from = too_large_from

    async def get_details(self) -> Details:
        return Details("1.13.0", None, len(self.times))

    async def get_monitor_rules(self) -> list[MonitorRule]:
        return []

    async def get_data(self, window: Window) -> NamedCalls:
        if window.end - window.start >= self.too_large_from:
            raise AnswerTooLargeError("too large")
        return named_calls([time for time in self.times if window.start < time <= window.end])


async def test_the_window_after_the_watermark_is_read_and_the_next_is_sized() -> None:
    source = InMemory([NOW, NOW + SECOND, NOW + 2 * SECOND])

    step = await WindowReader(source, 100).read_next(progress(sizes=Sizes(1, 10)), NOW + 9 * SECOND)

    assert step is not None
    assert step.portion is not None
    # The call at the watermark itself belongs to the window before.
    assert step.portion.calls.at_us.tolist() == [int((NOW + SECOND).timestamp()) * 1_000_000]
    assert len(step.portion.keys) == 1
    assert (step.portion.span, step.more) == (Span(NOW, NOW + SECOND), True)
    assert step.sizes == Sizes(2, 10)


async def test_where_the_target_is_reached_nothing_is_asked() -> None:
    reader = WindowReader(InMemory([]), 100)

    assert await reader.read_next(progress(), NOW) is None
    last = await reader.read_next(progress(), NOW + SECOND)
    assert last is not None
    assert not last.more


@pytest.mark.parametrize(
    "source",
    [InMemory([NOW + SECOND] * 11), InMemory([], too_large_from=timedelta(seconds=3))],
    ids=["too many calls", "too many bytes"],
)
async def test_a_window_with_too_much_is_halved(source: InMemory) -> None:
    step = await WindowReader(source, 10).read_next(progress(sizes=Sizes(8, 10)), NOW + 8 * SECOND)

    assert step is not None
    assert (step.portion, step.sizes, step.more) == (None, Sizes(4, 10), True)


async def test_a_single_second_is_one_batch_however_many_calls_it_holds() -> None:
    source = InMemory([NOW + SECOND] * 11)

    step = await WindowReader(source, 10).read_next(progress(sizes=Sizes(1, 10)), NOW + 8 * SECOND)

    assert step is not None
    assert step.portion is not None
    assert len(step.portion.calls) == 11
    with pytest.raises(AnswerTooLargeError):
        await WindowReader(InMemory([], SECOND), 10).read_next(progress(sizes=Sizes(1, 10)), NOW + 8 * SECOND)


async def test_a_span_is_read_again_with_what_it_has_by_now() -> None:
    source = InMemory([NOW + SECOND])
    reader, span = WindowReader(source, 10), Span(NOW, NOW + 5 * SECOND)
    before = await reader.read_again(span, progress())
    source.times.append(NOW + 2 * SECOND)

    after = await reader.read_again(span, progress())

    assert (len(before.calls), len(after.calls)) == (1, 2)
    assert after.keys[0] == before.keys[0]
