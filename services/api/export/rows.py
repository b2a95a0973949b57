"""Calls as rows of an export: with names for ids, and in portions of bounded size."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from shared.calls.calls import STATUS_UNKNOWN, Calls, NameKind
from shared.contracts.ids import DashboardId
from shared.query.period import Period
from shared.query.question import Filters
from shared.query.reader import StatisticsReader
from shared.statistics.statistic import Names

# Rows that are written at once: some megabytes of text, and a row group of Parquet.
ROWS_MAX = 50_000

COLUMNS = ("time", "endpoint", "version", "group_by", "ip", "status", "execution_time_ms")


@dataclass(frozen=True)
class Rows:
    """Some calls, ascending in time, as columns of plain values."""

    calls: Calls
    names: Names

    def __len__(self) -> int:
        return len(self.calls)

    @cached_property
    def times(self) -> list[str]:
        """As 2018-04-25T15:29:23.000000Z."""
        times = np.datetime_as_string(self.calls.at_us.view("datetime64[us]"), unit="us", timezone="UTC")
        return list(times.tolist())

    def column(self, kind: NameKind) -> list[str]:
        names = self.names[kind]
        return [names[name_id] for name_id in self.calls.ids(kind).tolist()]

    @cached_property
    def statuses(self) -> list[int | None]:
        """None where the source records none."""
        return [None if status == STATUS_UNKNOWN else status for status in self.calls.status.tolist()]


async def rows_of(
    reader: StatisticsReader, dashboard_id: DashboardId, period: Period, filters: Filters
) -> AsyncIterator[Rows]:
    """At most ROWS_MAX at once. Raises InvalidQueryError before the first."""
    hours = reader.rows(dashboard_id, period.start, period.end, filters)
    async for calls in _portions(hours):
        ids = {kind: np.unique(calls.ids(kind)).tolist() for kind in NameKind}
        yield Rows(calls, await reader.names(dashboard_id, ids))


async def _portions(hours: AsyncIterator[Calls]) -> AsyncIterator[Calls]:
    waiting: list[Calls] = []
    async for hour in hours:
        waiting.append(hour)
        if sum(map(len, waiting)) >= ROWS_MAX:
            calls = Calls.concat(waiting)
            whole = len(calls) // ROWS_MAX * ROWS_MAX
            for start in range(0, whole, ROWS_MAX):
                yield calls.select(slice(start, start + ROWS_MAX))
            waiting = [calls.select(slice(whole, None))]
    if sum(map(len, waiting)):
        yield Calls.concat(waiting)
