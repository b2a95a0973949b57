"""What one request to a source brought, as the batch that it becomes."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from services.fetcher.source.source import Window
from shared.calls.calls import UInt64s
from shared.calls.named import NamedCalls


class WindowKind(IntEnum):
    """Of a published batch."""

    # What came after the watermark.
    READ = 0
    # What an audit found behind it.
    LATE = 1


@dataclass(frozen=True)
class Cursors:
    """The calls after the one position, up to the other."""

    after: str
    until: str


@dataclass(frozen=True)
class Span:
    """What a batch covers, so that it can be read again.

    ``start`` and ``end``, in whole seconds, are the watermark before and after. Without ``cursors`` they are
    what was asked for; with them calls may be of any time.
    """

    start: datetime
    end: datetime
    cursors: Cursors | None = None

    @property
    def window(self) -> Window:
        return Window(self.start, self.end)


@dataclass(frozen=True, eq=False)
class Portion:
    """``keys``, one a call, tell the source's rows apart."""

    span: Span
    calls: NamedCalls
    keys: UInt64s


@dataclass(frozen=True)
class Sizes:
    """How much to ask a source for next."""

    window_seconds: int
    page_calls: int


@dataclass(frozen=True, eq=False)
class Step:
    """One step of reading: what came, if anything, how much to ask for next, and whether there is more."""

    portion: Portion | None
    sizes: Sizes
    more: bool
