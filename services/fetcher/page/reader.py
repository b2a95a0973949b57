"""Reads a source of protocol 2 page by page, each page from where the one before ended."""

import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar

import numpy as np

from services.fetcher.batch.keys import hashed
from services.fetcher.batch.portion import Cursors, Portion, Span, Step
from services.fetcher.page.sizing import adapted
from services.fetcher.source.errors import AnswerTooLargeError
from services.fetcher.source.source import CursorSource, Page
from services.fetcher.state.repository import Progress
from shared.calls.block import from_us, to_us
from shared.calls.named import NamedCalls

# Rows are nearly in the order of their times. The watermark keeps behind the newest row that came, else a row
# of the next page could belong to an hour that is sealed already.
_MARGIN = timedelta(minutes=1)


@dataclass(frozen=True)
class PageReader:
    source: CursorSource
    settle: timedelta
    calls_max: int
    protocol: ClassVar[int] = 2

    async def read_next(self, progress: Progress, up_to: datetime) -> Step | None:
        assert progress.watermark is not None
        limit = min(progress.sizes.page_calls, self.calls_max)
        started = time.monotonic()
        try:
            page = await self.source.get_page(progress.cursor, limit, self.settle)
        except AnswerTooLargeError:
            if limit == 1:
                raise
            return Step(None, replace(progress.sizes, page_calls=limit // 2), more=True)
        size = adapted(limit, len(page.ids), time.monotonic() - started, self.calls_max)
        end = max(progress.watermark, min(_reached(page, progress.watermark), up_to))
        span = Span(progress.watermark, end, Cursors(progress.cursor, page.cursor))
        portion = _portion(span, page, progress)
        return Step(portion, replace(progress.sizes, page_calls=size), more=page.more)

    async def read_again(self, span: Span, progress: Progress) -> Portion:
        if span.cursors is None:
            return await self._read_window(span)
        page = await self.source.get_between(span.cursors.after, span.cursors.until)
        return _portion(span, page, progress)

    async def _read_window(self, span: Span) -> Portion:
        """What was read by protocol 1 before the app was upgraded: as far as its rows are still there."""
        cursor, parts = "", []
        more = True
        while more:
            page = await self.source.get_page(cursor, self.calls_max, self.settle)
            at_us = page.calls.at_us
            within = (at_us > to_us(span.start)) & (at_us <= to_us(span.end))
            parts.append(page.calls.select(within))
            cursor, more = page.cursor, page.more
        calls = NamedCalls.concat(parts)
        return Portion(span, calls, hashed(calls))


def _reached(page: Page, watermark: datetime) -> datetime:
    """Up to where, by the page, every call is known; in whole seconds."""
    if not page.more:
        reached = page.settled_at
    elif len(page.calls):
        reached = from_us(int(page.calls.at_us.max())) - _MARGIN
    else:
        return watermark
    return reached.replace(microsecond=0)


def _portion(span: Span, page: Page, progress: Progress) -> Portion:
    calls, keys = page.calls, page.ids.astype(np.uint64)
    if progress.calls_after is not None:
        new = calls.at_us > to_us(progress.calls_after)
        calls, keys = calls.select(new), keys[new]
    return Portion(span, calls, keys)
