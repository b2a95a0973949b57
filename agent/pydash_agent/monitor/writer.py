"""What is written to the file, and dropped from it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass

from pydash_agent.monitor.call import Call
from pydash_agent.monitor.file import CallFile, transaction

_US_PER_DAY = 86_400 * 1_000_000
# Dropped at once: some ten milliseconds' work.
_DROPPED_MAX = 10_000


@dataclass(frozen=True)
class Keep:
    """Beyond these the oldest calls are dropped."""

    days: float
    megabytes: float


class Writer:
    def __init__(self, file: CallFile, version: str, keep: Keep) -> None:
        self._file = file
        self._version = version
        self._keep = keep

    def add(self, calls: Sequence[Call]) -> None:
        """All or none. Raises what is in ``FILE_ERRORS``."""
        with self._file.open() as connection, transaction(connection):
            ids, version = self._endpoint_ids(connection, calls), self._version
            connection.executemany(
                "INSERT INTO call (at_us, execution_ms, endpoint_id, version, group_by, ip, status)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    (at_us, execution_ms, ids[endpoint], version, group_by, ip, status)
                    for at_us, execution_ms, endpoint, group_by, ip, status in calls
                ],
            )
            self._drop_old(connection)

    def _endpoint_ids(self, connection: sqlite3.Connection, calls: Sequence[Call]) -> dict[str, int]:
        last_at_us: dict[str, int] = {}
        for call in calls:
            last_at_us[call.endpoint] = max(call.at_us, last_at_us.get(call.endpoint, call.at_us))
        connection.executemany(
            "INSERT INTO endpoint (name, added_at_us, version_added, last_at_us) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (name) DO UPDATE SET last_at_us = max(last_at_us, excluded.last_at_us)",
            [(name, at_us, self._version, at_us) for name, at_us in last_at_us.items()],
        )
        return dict(connection.execute("SELECT name, id FROM endpoint"))

    def _drop_old(self, connection: sqlite3.Connection) -> None:
        """From the beginning only, so that what is left has no holes."""
        oldest_us = time.time_ns() // 1000 - round(self._keep.days * _US_PER_DAY)
        first = connection.execute("SELECT at_us FROM call ORDER BY id LIMIT 1").fetchone()
        if first is not None and first[0] < oldest_us:
            connection.execute(
                "DELETE FROM call WHERE id <= (SELECT max(id) FROM"
                " (SELECT id, at_us FROM call ORDER BY id LIMIT ?) WHERE at_us < ?)",
                (_DROPPED_MAX, oldest_us),
            )
        if _used_bytes(connection) > self._keep.megabytes * 1_000_000:
            connection.execute(
                "DELETE FROM call WHERE id <= (SELECT max(id) FROM (SELECT id FROM call ORDER BY id LIMIT ?))",
                (_DROPPED_MAX,),
            )


def _used_bytes(connection: sqlite3.Connection) -> int:
    """Without the pages that were given up: SQLite fills them again before the file grows."""
    pages, free, size = (
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_count", "freelist_count", "page_size")
    )
    used: int = (pages - free) * size
    return used
