"""ClickHouse in this process: a table of calls, and a materialised view that rolls them up by the hour.

Generous to the peer: it gets ids where PyDash gets names, is not asked to survive a crash (nothing is synced to
the disk), never sees a batch twice, and has one rollup, by (hour, endpoint, version), where PyDash has several.
"""

import json
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from shared.calls.calls import Calls
from tests.bench.peers.store import END_S, START_S, Rows

# In the order of the Native format's blocks, with the types in which Calls has them.
_COLUMNS = {
    "dashboard": "Int32",
    "at": "DateTime64(6, 'UTC')",
    "execution_ms": "Float64",
    "endpoint": "Int32",
    "version": "Int32",
    "group_by": "Int32",
    "ip": "Int32",
    "status": "Int16",
}

_SCHEMA = (
    "CREATE DATABASE bench ENGINE = Atomic",
    "USE bench",
    f"""CREATE TABLE calls ({", ".join(f"{name} {kind}" for name, kind in _COLUMNS.items())})
        ENGINE = MergeTree ORDER BY (dashboard, endpoint, at)""",
    """CREATE TABLE rollup (
            dashboard Int32, endpoint Int32, version Int32, hour DateTime('UTC'),
            visits SimpleAggregateFunction(sum, UInt64),
            total_ms SimpleAggregateFunction(sum, Float64),
            fastest_ms SimpleAggregateFunction(min, Float64),
            slowest_ms SimpleAggregateFunction(max, Float64),
            digest AggregateFunction(quantilesTDigest(0.5, 0.9, 0.99), Float64),
            ips AggregateFunction(uniq, Int32)
        ) ENGINE = AggregatingMergeTree ORDER BY (dashboard, endpoint, version, hour)""",
    """CREATE MATERIALIZED VIEW rolled_up TO rollup AS
        SELECT dashboard, endpoint, version, toStartOfHour(at) AS hour,
            count() AS visits, sum(execution_ms) AS total_ms,
            min(execution_ms) AS fastest_ms, max(execution_ms) AS slowest_ms,
            quantilesTDigestState(0.5, 0.9, 0.99)(execution_ms) AS digest, uniqState(ip) AS ips
        FROM calls GROUP BY dashboard, endpoint, version, hour""",
)

_OF_THE_MONTH = f"FROM rollup WHERE dashboard = 0 AND hour >= {START_S} AND hour < {END_S}"
_PERCENTILES = "quantilesTDigestMerge(0.5, 0.9, 0.99)(digest)"


class ClickHouse:
    """One at a time in a process: the engine is global."""

    name = "ClickHouse (chdb)"

    def __init__(self, folder: Path) -> None:
        from chdb.session import Session

        self._session = Session(str(folder))
        for statement in _SCHEMA:
            self._session.query(statement)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def insert(self, calls: Calls, dashboard: int = 0) -> None:
        """One insert, as its Native format: of all that chdb takes, what it reads quickest."""
        with self._session.send_insert("INSERT INTO calls", "Native") as inserting:
            inserting.append(_native(calls, dashboard))
            inserting.finish()

    def settle(self) -> None:
        for table in ("calls", "rollup"):
            self._session.query(f"OPTIMIZE TABLE {table} FINAL")

    def hourly_percentiles(self, endpoint: int) -> Rows:
        rows = self._rows(
            f"SELECT toUnixTimestamp(hour), {_PERCENTILES} {_OF_THE_MONTH} AND endpoint = {endpoint} "
            "GROUP BY hour ORDER BY hour"
        )
        return [(hour, *percentiles) for hour, percentiles in rows]

    def totals(self) -> Rows:
        rows = self._rows(
            f"SELECT sum(visits), sum(total_ms) / sum(visits), {_PERCENTILES}, uniqMerge(ips) {_OF_THE_MONTH}"
        )
        return [(visits, mean, *percentiles, ips) for visits, mean, percentiles, ips in rows]

    def hourly_visits(self) -> Rows:
        return self._tuples(
            f"SELECT toUnixTimestamp(hour), sum(visits) {_OF_THE_MONTH} GROUP BY hour ORDER BY hour"
        )

    def by_endpoint(self) -> Rows:
        return self._by("endpoint")

    def by_version(self) -> Rows:
        return self._by("version")

    def _by(self, column: str) -> Rows:
        rows = self._rows(
            f"SELECT {column}, sum(visits), {_PERCENTILES} {_OF_THE_MONTH} GROUP BY {column} ORDER BY {column}"
        )
        return [(number, visits, median, slow) for number, visits, (median, _, slow) in rows]

    def visits_by_day_and_hour(self) -> Rows:
        return self._tuples(
            f"SELECT toUnixTimestamp(toStartOfDay(hour)) AS day, toHour(hour) AS hour_of_day, sum(visits) "
            f"{_OF_THE_MONTH} GROUP BY day, hour_of_day ORDER BY day, hour_of_day"
        )

    def bytes_on_disk(self) -> int:
        [(size,)] = self._tuples(
            "SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND database = 'bench'"
        )
        return int(size)

    def close(self) -> None:
        self._session.close()

    def _tuples(self, sql: str) -> Rows:
        return [tuple(row) for row in self._rows(sql)]

    def _rows(self, sql: str) -> list[list[Any]]:
        rows: list[list[Any]] = json.loads(self._session.query(sql, "JSONCompact").bytes())["data"]
        return rows


def _native(calls: Calls, dashboard: int) -> bytes:
    """A block of ClickHouse's Native format: each column's name, type and values, one after the other."""
    values: tuple[NDArray[Any], ...] = (
        np.full(len(calls), dashboard, np.int32),
        calls.at_us,
        calls.execution_ms,
        calls.endpoint,
        calls.version,
        calls.group_by,
        calls.ip,
        calls.status,
    )
    parts = [_varint(len(_COLUMNS)), _varint(len(calls))]
    for (name, kind), column in zip(_COLUMNS.items(), values, strict=True):
        parts += [_text(name), _text(kind), column.tobytes()]
    return b"".join(parts)


def _text(text: str) -> bytes:
    return _varint(len(text)) + text.encode()


def _varint(number: int) -> bytes:
    """LEB128: seven bits a byte, the lowest first."""
    data = bytearray()
    while number > 0x7F:
        data.append(number & 0x7F | 0x80)
        number >>= 7
    data.append(number)
    return bytes(data)
