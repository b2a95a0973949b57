"""What an app noted of single calls, beside their list: as much of it as somebody can look at, never all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from pydash_agent.protocol.cursor import Cursor
from pydash_agent.protocol.source import Settled


class Trace(NamedTuple):
    """``fields`` are for JSON, and are bounded."""

    cursor: Cursor
    fields: Mapping[str, object]


class Traces(Protocol):
    """Rows of one kind, in ascending order of their ids. Each belongs to a call, and has its time."""

    def knows(self, cursor: Cursor) -> bool:
        """Whether it is of this database, as far as can be told; its row may be gone while later ones exist."""
        ...

    def settled(self, after_id: int, settle: timedelta, now: datetime) -> Settled:
        """How far may be read, at or after ``after_id``."""
        ...

    def before_newest(self, after_id: int, last_id: int, newest: int) -> int:
        """The id behind which only the newest so many follow, up to ``last_id``; never before ``after_id``."""
        ...

    def read(self, after_id: int, last_id: int, limit: int) -> list[Trace]:
        """The first with ``after_id < id <= last_id``, by id. Holds no connection when it returns."""
        ...
