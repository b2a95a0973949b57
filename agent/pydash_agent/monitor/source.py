"""The file as a source of protocol v2."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from pydash_agent import __version__
from pydash_agent.monitor.file import CallFile
from pydash_agent.protocol.cursor import Cursor
from pydash_agent.protocol.source import Endpoint, Held, Row, Settled

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_MICROSECOND = timedelta(microseconds=1)

_PERFORMANCE = 1


class MonitorSource:
    name = "pydash-agent"
    version = __version__
    capabilities = ("status_code",)
    faults: tuple[str, ...] = ()

    def __init__(self, file: CallFile) -> None:
        self._file = file

    def held(self) -> Held:
        with self._file.open() as connection:
            first = connection.execute("SELECT at_us FROM call ORDER BY id LIMIT 1").fetchone()
            (calls,) = connection.execute("SELECT count(*) FROM call").fetchone()
        return Held(calls, None if first is None else _moment(first[0]))

    def endpoints(self) -> list[Endpoint]:
        with self._file.open() as connection:
            rows = connection.execute(
                "SELECT name, added_at_us, version_added, last_at_us FROM endpoint ORDER BY id"
            ).fetchall()
        return [
            Endpoint(name, _PERFORMANCE, _moment(added_at_us), version, _moment(last_at_us))
            for name, added_at_us, version, last_at_us in rows
        ]

    def knows(self, cursor: Cursor) -> bool:
        with self._file.open() as connection:
            (base,) = connection.execute("SELECT id_base FROM origin").fetchone()
            (last,) = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'call'").fetchone()
            row = connection.execute("SELECT at_us FROM call WHERE id = ?", (cursor.id,)).fetchone()
        # What is between the first id and the last and is gone was dropped for its age.
        return base < cursor.id <= last and (row is None or row[0] == cursor.at_us)

    def settled(self, after_id: int, settle: timedelta, now: datetime) -> Settled:
        """SQLite lets one process write at a time, so rows are committed in the order of their ids, and any of them
        might be given. What is held back is young: calls that began before it may still wait to be written.
        """
        oldest_unsettled = now - settle
        with self._file.open() as connection:
            found = connection.execute(
                "SELECT id FROM call WHERE id > ? AND at_us <= ? ORDER BY id DESC LIMIT 1",
                (after_id, (oldest_unsettled - _EPOCH) // _MICROSECOND),
            ).fetchone()
        return Settled(after_id if found is None else found[0], oldest_unsettled)

    def read(self, after_id: int, last_id: int, limit: int) -> list[Row]:
        with self._file.open() as connection:
            return connection.execute(
                "SELECT call.id, at_us, execution_ms, name, version, group_by, ip, status"
                " FROM call JOIN endpoint ON endpoint.id = endpoint_id"
                " WHERE call.id > ? AND call.id <= ? ORDER BY call.id LIMIT ?",
                (after_id, last_id, limit),
            ).fetchall()

    def count(self, after_id: int, last_id: int | None) -> int:
        with self._file.open() as connection:
            (calls,) = connection.execute(
                "SELECT count(*) FROM call WHERE id > ? AND (? IS NULL OR id <= ?)",
                (after_id, last_id, last_id),
            ).fetchone()
        counted: int = calls
        return counted


def _moment(at_us: int) -> datetime:
    return _EPOCH + at_us * _MICROSECOND
