"""The dashboard's tables as a source of protocol v2."""

from __future__ import annotations

from datetime import datetime, timedelta

from pydash_agent.fmd.exceptions import exceptions, has_exceptions
from pydash_agent.fmd.install import Dashboard
from pydash_agent.fmd.outliers import outliers
from pydash_agent.fmd.profiles import profiles
from pydash_agent.fmd.settling import ByMarks, ByTime, Settling
from pydash_agent.fmd.stamp import stamp_of
from pydash_agent.fmd.tables import Tables
from pydash_agent.masking import Masking
from pydash_agent.protocol.cursor import Cursor
from pydash_agent.protocol.source import Endpoint, Held, Row, Settled
from pydash_agent.protocol.traces import Traces


class FmdSource:
    name = "flask-monitoringdashboard"

    def __init__(self, dashboard: Dashboard) -> None:
        stamp = stamp_of(dashboard.database.Request.__table__.c.time_requested)
        tables = Tables(dashboard.database, stamp)
        self.version = dashboard.version
        self.capabilities = ("status_code",) if tables.has_status else ()
        self.faults = ("clock",) if stamp.is_frozen else ()
        self._database = dashboard.database
        self._tables = tables
        self._settling: Settling = (
            ByMarks(tables.greatest_id) if stamp.is_frozen else ByTime(tables.greatest_id_before)
        )

    def traces(self, masking: Masking) -> dict[str, Traces]:
        """What this release keeps of single calls, by the route that gives it."""
        database, tables, settling = self._database, self._tables, self._settling
        kinds: dict[str, Traces] = {
            "outliers": outliers(database, tables, settling, masking),
            "profiles": profiles(database, tables, settling),
        }
        if has_exceptions(database):
            kinds["exceptions"] = exceptions(database, tables, settling, masking)
        return kinds

    def held(self) -> Held:
        return self._tables.held()

    def endpoints(self) -> list[Endpoint]:
        return self._tables.endpoints()

    def knows(self, cursor: Cursor) -> bool:
        at_us = self._tables.at_us(cursor.id)
        if at_us is None:
            # Pruned, if later rows are there.
            return cursor.id < self._tables.greatest_id()
        return at_us == cursor.at_us

    def settled(self, after_id: int, settle: timedelta, now: datetime) -> Settled:
        return self._settling.settled(after_id, settle, now)

    def read(self, after_id: int, last_id: int, limit: int) -> list[Row]:
        return self._tables.read(after_id, last_id, limit)

    def count(self, after_id: int, last_id: int | None) -> int:
        return self._tables.count(after_id, last_id)
