"""What holds the calls, as the protocol sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, Optional, Protocol

from pydash_agent.protocol.cursor import Cursor

# id, time in microseconds since 1970, milliseconds, endpoint, version, group_by, ip, status. A bare tuple, as the
# database made it or nearly so: up to 100,000 are made for an answer, in the monitored app's process.
Row = tuple[int, int, float, Optional[str], Optional[str], Optional[str], Optional[str], Optional[int]]


@dataclass(frozen=True)
class Held:
    calls: int
    first_call_at: datetime | None


@dataclass(frozen=True)
class Endpoint:
    name: str
    # 0: off, 1: performance, 2: outliers as well, 3: a profile as well.
    monitor_level: int
    added_at: datetime | None
    version_added: str | None
    last_requested_at: datetime | None


class Settled(NamedTuple):
    """Every call whose time is up to ``at``, and that was committed by then, has an id up to ``last_id``."""

    last_id: int
    at: datetime


class Source(Protocol):
    """Ids are given in ascending order, at insert; a row may become visible after rows with greater ids."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def capabilities(self) -> tuple[str, ...]: ...

    @property
    def faults(self) -> tuple[str, ...]: ...

    def held(self) -> Held: ...

    def endpoints(self) -> list[Endpoint]: ...

    def knows(self, cursor: Cursor) -> bool:
        """Whether it is of this database, as far as can be told; its row may be gone while later ones exist."""
        ...

    def settled(self, after_id: int, settle: timedelta, now: datetime) -> Settled:
        """How far may be read, at or after ``after_id``."""
        ...

    def read(self, after_id: int, last_id: int, limit: int) -> list[Row]:
        """The first rows with ``after_id < id <= last_id``, by id. Holds no connection when it returns."""
        ...

    def count(self, after_id: int, last_id: int | None) -> int: ...
