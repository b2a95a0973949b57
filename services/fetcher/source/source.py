"""What the fetcher asks of a source, whatever protocol it speaks."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from shared.calls.calls import Int64s
from shared.calls.named import NamedCalls

# What every Flask-MonitoringDashboard signs its export with until its user chooses otherwise: it is public.
FMD_DEFAULT_TOKEN = "cc83733cb0af8b884ff6577086b87909"  # noqa: S105 - nobody's secret


class SourceWarning(StrEnum):
    """What its user should know of a source that is read well. The API shows these names: they never change."""

    # Anybody who knows the package can forge what PyDash reads.
    DEFAULT_TOKEN = "default_token"  # noqa: S105 - a name
    # The export of FMD 2.0 has numbers for endpoints; whose they are follows from the order of the rules.
    NAMES_INFERRED = "names_inferred"
    # The times of calls are not when they were (FMD 5.0.2 has the start of its process for all).
    CLOCK_FAULT = "clock_fault"


@dataclass(frozen=True)
class Details:
    """``first_call_at`` may be off by the source's UTC offset; None where there are no calls yet."""

    version: str
    first_call_at: datetime | None
    total_calls: int
    warnings: tuple[SourceWarning, ...] = ()


@dataclass(frozen=True)
class MonitorRule:
    """An endpoint as the source lists it."""

    endpoint: str
    monitor_level: int
    added_at: datetime | None
    version_added: str | None
    last_requested_at: datetime | None


@dataclass(frozen=True)
class Window:
    """The calls with start < time <= end, in whole seconds: (a, b] and (b, c] tile exactly."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if not self.start < self.end or self.start.microsecond or self.end.microsecond:
            raise ValueError("a window spans at least one whole second")


@dataclass(frozen=True, eq=False)
class Page:
    """Calls by ascending ``ids``, those of the source's rows.

    ``cursor`` is the position after the last of them. ``more``: there are calls beyond it that are settled. If
    not, every call up to ``settled_at`` that had been committed by then is at or before the cursor.
    """

    calls: NamedCalls
    ids: Int64s
    cursor: str
    more: bool
    settled_at: datetime


class WindowSource(Protocol):
    """A source that is read by windows of time: FmdV1. Each method raises SourceError."""

    async def get_details(self) -> Details: ...

    async def get_monitor_rules(self) -> list[MonitorRule]: ...

    async def get_data(self, window: Window) -> NamedCalls: ...


class CursorSource(Protocol):
    """A source that is read on from a cursor: AgentV2. Each method raises SourceError.

    Cursors are opaque; the empty one is the beginning. SourceResetError: the cursor is of a database that the
    source no longer has.
    """

    async def get_details(self) -> Details: ...

    async def get_monitor_rules(self) -> list[MonitorRule]: ...

    async def get_page(self, after: str, limit: int, settle: timedelta) -> Page:
        """At most ``limit`` calls, none of them beyond one that is younger than ``settle``."""

    async def get_between(self, after: str, until: str) -> Page:
        """All calls after the one cursor, up to and with the other's, settled or not."""

    async def count(self, after: str, until: str) -> int:
        """How many calls ``get_between`` would give; an empty ``until`` is the end."""


Source = WindowSource | CursorSource
