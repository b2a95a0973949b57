"""Reads a source of protocol 1 by windows of time."""

import time
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from services.fetcher.batch.keys import hashed
from services.fetcher.batch.portion import Portion, Span, Step
from services.fetcher.source.errors import AnswerTooLargeError
from services.fetcher.source.source import SourceWarning, Window, WindowSource
from services.fetcher.state.repository import Progress
from services.fetcher.window.sizing import adapted, narrowed, next_window


@dataclass(frozen=True)
class WindowReader:
    source: WindowSource
    # A window is narrowed until it holds no more.
    calls_max: int
    protocol: ClassVar[int] = 1

    async def read_next(self, progress: Progress, up_to: datetime) -> Step | None:
        assert progress.watermark is not None
        window = next_window(progress.watermark, up_to, progress.sizes.window_seconds)
        if window is None:
            return None
        half = narrowed(window)
        started = time.monotonic()
        try:
            portion = await self._read(window, progress)
        except AnswerTooLargeError:
            if half is None:
                raise
            return Step(None, replace(progress.sizes, window_seconds=half), more=True)
        if len(portion.calls) > self.calls_max and half is not None:
            return Step(None, replace(progress.sizes, window_seconds=half), more=True)
        took_seconds = time.monotonic() - started
        seconds = adapted(progress.sizes.window_seconds, window, len(portion.calls), took_seconds)
        return Step(portion, replace(progress.sizes, window_seconds=seconds), more=window.end < up_to)

    async def read_again(self, span: Span, progress: Progress) -> Portion:
        return await self._read(span.window, progress)

    async def _read(self, window: Window, progress: Progress) -> Portion:
        calls = await self.source.get_data(window)
        certain = SourceWarning.NAMES_INFERRED not in progress.warnings
        return Portion(Span(window.start, window.end), calls, hashed(calls, endpoints_certain=certain))
