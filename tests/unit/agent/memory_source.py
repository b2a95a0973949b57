"""A source of protocol v2 that holds its rows in a list."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from pydash_agent.protocol.cursor import Cursor
from pydash_agent.protocol.source import Endpoint, Held, Row, Settled
from pydash_agent.protocol.traces import Trace

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def row(row_id: int, at_us: int = 0, execution_ms: float = 1.5, endpoint: str | None = "home") -> Row:
    return (row_id, at_us, execution_ms, endpoint, "1.0.0", "guest", "192.0.2.1", 200)


class MemorySource:
    """``rows`` are in ascending order of their ids, all of them settled."""

    name = "memory"
    version = "1"
    capabilities = ("status_code",)
    faults = ()

    def __init__(self, rows: list[Row] | None = None) -> None:
        self.rows = rows or []
        self.portions: list[int] = []

    def held(self) -> Held:
        return Held(len(self.rows), None)

    def endpoints(self) -> list[Endpoint]:
        return [Endpoint("home", 1, NOW, "1.0.0", None)]

    def knows(self, cursor: Cursor) -> bool:
        return cursor.at_us >= 0

    def settled(self, after_id: int, settle: timedelta, now: datetime) -> Settled:
        return Settled(max([after_id, *(held[0] for held in self.rows)]), now - settle)

    def read(self, after_id: int, last_id: int, limit: int) -> list[Row]:
        found = [held for held in self.rows if after_id < held[0] <= last_id][:limit]
        self.portions.append(len(found))
        return found

    def count(self, after_id: int, last_id: int | None) -> int:
        return sum(1 for held in self.rows if after_id < held[0] and (last_id is None or held[0] <= last_id))


class MemoryTraces:
    """``ids`` are in ascending order, all of them settled."""

    def __init__(self, ids: Iterable[int]) -> None:
        self._ids = list(ids)

    def knows(self, cursor: Cursor) -> bool:
        return cursor.at_us >= 0

    def settled(self, after_id: int, settle: timedelta, now: datetime) -> Settled:
        return Settled(max([after_id, *self._ids]), now - settle)

    def before_newest(self, after_id: int, last_id: int, newest: int) -> int:
        found = [each for each in self._ids if after_id < each <= last_id]
        return found[-newest - 1] if len(found) > newest else after_id

    def read(self, after_id: int, last_id: int, limit: int) -> list[Trace]:
        found = [each for each in self._ids if after_id < each <= last_id][:limit]
        return [Trace(Cursor(each, 0), {"id": each}) for each in found]
