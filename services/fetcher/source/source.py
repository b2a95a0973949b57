"""What the fetcher asks of a source, whatever protocol it speaks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from shared.calls.named import NamedCalls


@dataclass(frozen=True)
class Details:
    """``first_call_at`` may be off by the source's UTC offset; None where there are no calls yet."""

    version: str
    first_call_at: datetime | None
    total_calls: int


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


class Source(Protocol):
    """Each method raises SourceError."""

    async def get_details(self) -> Details: ...

    async def get_monitor_rules(self) -> list[MonitorRule]: ...

    async def get_data(self, window: Window) -> NamedCalls: ...
