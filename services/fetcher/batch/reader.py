"""How a source is read, whatever its protocol: what comes after a position, and what was read once before."""

from datetime import datetime
from typing import Protocol

from services.fetcher.batch.portion import Portion, Span, Step
from services.fetcher.source.source import Source
from services.fetcher.state.repository import Progress


class Reader(Protocol):
    """Its methods raise SourceError."""

    @property
    def source(self) -> Source: ...

    @property
    def protocol(self) -> int: ...

    async def read_next(self, progress: Progress, up_to: datetime) -> Step | None:
        """What comes after the watermark; None where ``up_to`` is reached."""

    async def read_again(self, span: Span, progress: Progress) -> Portion:
        """All rows that the span has by now."""
