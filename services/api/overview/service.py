"""All dashboards at a glance: what a bounded number of statements tells of each."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from services.api.dashboard.repository import DashboardRepository, DashboardRow
from services.api.dashboard.service import next_cursor_of, read
from services.api.overview.repository import KnownUptime, OverviewRepository
from services.api.overview.schemas import OverviewItem, OverviewList, OverviewTotals
from services.api.paging.cursor import parse_cursor
from services.api.uptime.service import standing_of
from services.api.uptime.tally import uptime_percent
from shared.contracts.ids import DashboardId
from shared.query.calendar import Granularity, floor
from shared.query.hourly import Hourly, HourlyReader
from shared.query.zones import UTC_ZONE
from shared.statistics.precision import reduced

PERIOD_HOURS = 24
_UPTIME_SPAN = timedelta(days=30)


async def list_page(
    dashboards: DashboardRepository,
    overview: OverviewRepository,
    hourly: HourlyReader,
    cursor: str | None,
    limit: int,
    now: datetime,
) -> OverviewList:
    rows = await dashboards.page(None if cursor is None else parse_cursor(cursor), limit + 1)
    shown = rows[:limit]
    ids = [DashboardId(row.dashboard.id) for row in shown]
    start = floor(now, Granularity.HOUR, UTC_ZONE) - timedelta(hours=PERIOD_HOURS)
    before = start - timedelta(hours=PERIOD_HOURS)
    uptime = await overview.uptime(ids, now - _UPTIME_SPAN, now)
    table = await hourly.read(ids, before, periods=(PERIOD_HOURS, PERIOD_HOURS), open_hours=1)
    return OverviewList(
        start=start,
        items=[_item(row, uptime[ids[place]], table, place, now) for place, row in enumerate(shown)],
        next_cursor=next_cursor_of(rows, limit),
    )


def _item(row: DashboardRow, uptime: KnownUptime, table: Hourly, place: int, now: datetime) -> OverviewItem:
    before, period = _totals(table, place)
    return OverviewItem(
        dashboard=read(row, now),
        uptime=standing_of(uptime.last, row, now),
        uptime_percent=uptime_percent(uptime.downtime, uptime.observed),
        totals=period,
        totals_before=before,
        visits=table.visits[place, PERIOD_HOURS:].tolist(),
        p95_execution_time=_times(table.p95_ms[place, PERIOD_HOURS:]),
    )


def _totals(table: Hourly, place: int) -> Sequence[OverviewTotals]:
    """Of each period, one after the other."""
    times = _times(table.period_p95_ms[place])
    visits = table.visits[place, : len(times) * PERIOD_HOURS].reshape(len(times), PERIOD_HOURS).sum(axis=1)
    return [
        OverviewTotals(visits=count, p95_execution_time=time)
        for count, time in zip(visits.tolist(), times, strict=True)
    ]


def _times(column: NDArray[np.float64]) -> list[float | None]:
    return [None if np.isnan(value) else value for value in reduced(column).tolist()]
