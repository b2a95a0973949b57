"""DuckDB in this process, on a file: no rollups, but every question answered from the calls, exactly."""

from pathlib import Path
from typing import Any, Self

import numpy as np
import pyarrow as pa

from shared.calls.calls import Calls
from tests.bench.peers.store import END_S, START_S, Rows

_SCHEMA = """CREATE TABLE calls (
    dashboard INTEGER, called_at TIMESTAMP, execution_ms DOUBLE, endpoint INTEGER, version INTEGER,
    group_by INTEGER, ip INTEGER, status SMALLINT
)"""

_OF_THE_MONTH = (
    "FROM calls WHERE dashboard = 0 "
    f"AND called_at >= make_timestamp({START_S}000000) AND called_at < make_timestamp({END_S}000000)"
)
_HOUR = "epoch(date_trunc('hour', called_at))::BIGINT"
_DAY = "epoch(date_trunc('day', called_at))::BIGINT"


class DuckDb:
    """With as many threads as there are cores, which is its default."""

    name = "DuckDB"

    def __init__(self, folder: Path) -> None:
        import duckdb

        self._file = folder / "calls.duckdb"
        self._connection = duckdb.connect(self._file)
        self._connection.execute(_SCHEMA)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def insert(self, calls: Calls, dashboard: int = 0) -> None:
        arriving = pa.table(
            {
                "dashboard": np.full(len(calls), dashboard, np.int32),
                "called_at": pa.array(calls.at_us).view(pa.timestamp("us")),
                "execution_ms": calls.execution_ms,
                "endpoint": calls.endpoint,
                "version": calls.version,
                "group_by": calls.group_by,
                "ip": calls.ip,
                "status": calls.status,
            }
        )
        self._connection.register("arriving", arriving)
        self._connection.execute("INSERT INTO calls SELECT * FROM arriving")
        self._connection.unregister("arriving")

    def settle(self) -> None:
        self._connection.execute("CHECKPOINT")

    def hourly_percentiles(self, endpoint: int) -> Rows:
        rows = self._rows(
            f"SELECT {_HOUR} AS hour, quantile_cont(execution_ms, [0.5, 0.9, 0.99]) {_OF_THE_MONTH} "
            f"AND endpoint = {endpoint} GROUP BY hour ORDER BY hour"
        )
        return [(hour, *percentiles) for hour, percentiles in rows]

    def totals(self) -> Rows:
        rows = self._rows(
            "SELECT count(*), avg(execution_ms), quantile_cont(execution_ms, [0.5, 0.9, 0.99]), "
            f"count(DISTINCT ip) {_OF_THE_MONTH}"
        )
        return [(visits, mean, *percentiles, ips) for visits, mean, percentiles, ips in rows]

    def hourly_visits(self) -> Rows:
        return self._rows(f"SELECT {_HOUR} AS hour, count(*) {_OF_THE_MONTH} GROUP BY hour ORDER BY hour")

    def by_endpoint(self) -> Rows:
        return self._by("endpoint")

    def by_version(self) -> Rows:
        return self._by("version")

    def _by(self, column: str) -> Rows:
        rows = self._rows(
            f"SELECT {column}, count(*), quantile_cont(execution_ms, [0.5, 0.99]) {_OF_THE_MONTH} "
            f"GROUP BY {column} ORDER BY {column}"
        )
        return [(number, visits, *percentiles) for number, visits, percentiles in rows]

    def visits_by_day_and_hour(self) -> Rows:
        return self._rows(
            f"SELECT {_DAY} AS day, hour(called_at) AS hour_of_day, count(*) {_OF_THE_MONTH} "
            "GROUP BY day, hour_of_day ORDER BY day, hour_of_day"
        )

    def bytes_on_disk(self) -> int:
        return self._file.stat().st_size

    def close(self) -> None:
        self._connection.close()

    def _rows(self, sql: str) -> list[Any]:
        rows: list[Any] = self._connection.execute(sql).fetchall()
        return rows
