from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np
import pytest

from services.fetcher.batch.portion import Cursors, Sizes, Span
from services.fetcher.page.reader import PageReader
from services.fetcher.source.errors import AnswerTooLargeError
from services.fetcher.source.source import Details, MonitorRule, Page
from tests.fixtures.rows import named_calls
from tests.unit.fetcher.progress import NOW, progress

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
SETTLE = timedelta(seconds=10)


@dataclass
class InMemory:
    """A source whose row ids are positions, whose cursors are ids, and where all is settled by NOW."""

    times: list[datetime]
    too_large_from: int = 1_000
    asked: list[int] = field(default_factory=list)

    async def get_details(self) -> Details:
        return Details("5.1.0", None, len(self.times))

    async def get_monitor_rules(self) -> list[MonitorRule]:
        return []

    async def get_page(self, after: str, limit: int, settle: timedelta) -> Page:
        assert settle == SETTLE
        self.asked.append(limit)
        if limit >= self.too_large_from:
            raise AnswerTooLargeError("too large")
        return self._page(after, min(int(after or 0) + limit, len(self.times)))

    async def get_between(self, after: str, until: str) -> Page:
        return self._page(after, int(until))

    async def count(self, after: str, until: str) -> int:
        return int(until or len(self.times)) - int(after or 0)

    def _page(self, after: str, end: int) -> Page:
        start = int(after or 0)
        calls = named_calls(self.times[start:end], execution_ms=list(map(float, range(start, end))))
        ids = np.arange(start + 1, end + 1, dtype=np.int64)
        return Page(calls, ids, str(end), more=end < len(self.times), settled_at=NOW)


def reader(source: InMemory) -> PageReader:
    return PageReader(source, SETTLE, calls_max=100)


async def test_a_page_with_more_behind_it_moves_the_watermark_to_a_minute_before_its_newest_call() -> None:
    times = [NOW - HOUR + number * SECOND for number in range(30)]
    stands = progress(watermark=NOW - 2 * HOUR)

    step = await reader(InMemory(times)).read_next(stands, NOW)

    assert step is not None
    assert step.portion is not None
    newest = times[9]
    assert step.portion.span == Span(NOW - 2 * HOUR, newest - timedelta(minutes=1), Cursors("", "10"))
    assert (step.more, step.portion.keys.tolist()) == (True, list(range(1, 11)))
    assert stands.after(step).cursor == "10"


async def test_the_last_page_moves_it_to_where_the_source_is_settled_but_not_beyond_what_was_asked_for() -> (
    None
):
    for up_to, end in ((NOW + HOUR, NOW), (NOW - 5 * SECOND, NOW - 5 * SECOND)):
        step = await reader(InMemory([NOW - HOUR])).read_next(progress(watermark=NOW - HOUR), up_to)
        assert step is not None
        assert step.portion is not None
        assert (step.portion.span.end, step.more) == (end, False)


async def test_the_watermark_never_goes_back() -> None:
    source = InMemory([NOW - 5 * HOUR + number * SECOND for number in range(30)])

    step = await reader(source).read_next(progress(watermark=NOW - HOUR), NOW)

    assert step is not None
    assert step.portion is not None
    assert step.portion.span.end == NOW - HOUR
    assert len(step.portion.calls) == 10


async def test_an_answer_too_large_is_asked_for_in_halves_down_to_a_single_call() -> None:
    source = InMemory([NOW] * 30, too_large_from=3)
    stands = progress()
    for _ in range(2):
        step = await reader(source).read_next(stands, NOW)
        assert step is not None
        assert (step.portion, step.more) == (None, True)
        stands = stands.after(step)
    step = await reader(source).read_next(stands, NOW)

    assert source.asked == [10, 5, 2]
    assert step is not None
    assert step.portion is not None
    assert len(step.portion.calls) == 2
    with pytest.raises(AnswerTooLargeError):
        await reader(InMemory([NOW], too_large_from=1)).read_next(progress(sizes=Sizes(1, 1)), NOW)


async def test_calls_that_were_fetched_before_are_left_out_with_their_keys() -> None:
    source = InMemory([NOW - HOUR, NOW - HOUR + SECOND, NOW - 2 * HOUR, NOW])

    step = await reader(source).read_next(progress(calls_after=NOW - HOUR), NOW)

    assert step is not None
    assert step.portion is not None
    assert step.portion.keys.tolist() == [2, 4]
    assert step.portion.calls.execution_ms.tolist() == [1.0, 3.0]
    assert step.portion.span.cursors == Cursors("", "4")


async def test_a_span_is_read_again_between_its_cursors() -> None:
    source = InMemory([NOW + number * SECOND for number in range(30)])

    portion = await reader(source).read_again(Span(NOW, NOW, Cursors("7", "12")), progress())

    assert portion.keys.tolist() == [8, 9, 10, 11, 12]


async def test_a_window_of_the_time_before_the_upgrade_is_searched_for() -> None:
    source = InMemory([NOW + number * SECOND for number in range(250)])
    window = Span(NOW + 120 * SECOND, NOW + 180 * SECOND)

    portion = await reader(source).read_again(window, progress())

    assert portion.span == window
    assert portion.calls.execution_ms.tolist() == list(map(float, range(121, 181)))
    assert len(portion.keys) == 60
