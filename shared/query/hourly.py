"""Visits and a percentile of many dashboards at once, hour by hour: three statements, however many dashboards.

The planner's way (reader.py) asks some statements for each dashboard; a page with a hundred of them would wait.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.calls.block import from_us, to_us
from shared.calls.calls import HOUR_US, Float64s, Int64s
from shared.calls.grouping import Groups
from shared.contracts.ids import DashboardId
from shared.db.models import ApplyState, CallBlock, Dashboard, Rollup
from shared.db.viewer import Viewer, seen_by
from shared.rollups import codec
from shared.rollups.cells import ALL
from shared.rollups.summary import decode_summaries
from shared.rollups.unit import Unit
from shared.statistics.state.digest import KEPT_QUANTILES, Digest

_QUANTILE = KEPT_QUANTILES.index(0.95)


@dataclass(frozen=True, eq=False)
class Hourly:
    """Rows are dashboards in the order that they were asked for, columns are hours.

    The percentile is NaN where there were no calls and where an hour is not rolled up yet. ``periods`` has one
    percentile for each of the periods that were asked for, of all their calls that are rolled up.
    """

    visits: Int64s
    p95_ms: Float64s
    period_p95_ms: Float64s


@dataclass(frozen=True)
class HourlyReader:
    """Reads as ``viewer``, to whom dashboards of others are empty."""

    session: AsyncSession
    viewer: Viewer

    async def read(
        self, dashboard_ids: Sequence[DashboardId], start: datetime, periods: Sequence[int], open_hours: int
    ) -> Hourly:
        """``periods``: lengths in hours of periods that follow each other from ``start`` on, a full hour.

        Behind them come ``open_hours`` that belong to none.
        """
        rows = {dashboard_id: row for row, dashboard_id in enumerate(dashboard_ids)}
        start_us, columns = to_us(start), sum(periods) + open_hours
        end = from_us(start_us + columns * HOUR_US)
        cells = await self._cells(dashboard_ids, start, end)
        table = await asyncio.to_thread(_tabulated, cells, rows, start_us, columns, periods)
        for dashboard_id, hour, calls in await self._open(dashboard_ids, start, end):
            table.visits[rows[dashboard_id], (to_us(hour) - start_us) // HOUR_US] += calls
        return table

    async def _cells(
        self, dashboard_ids: Sequence[DashboardId], start: datetime, end: datetime
    ) -> Sequence[Any]:
        # One row a dashboard; both aggregates have its cells in the same order, whichever that is.
        found = await self.session.execute(
            select(
                Rollup.dashboard_id,
                func.string_agg(Rollup.summary, literal(b"")),
                func.array_agg(Rollup.digest),
            )
            .join(Dashboard, Dashboard.id == Rollup.dashboard_id)
            .where(
                Rollup.dashboard_id.in_(dashboard_ids),
                Rollup.unit == Unit.HOUR,
                Rollup.endpoint == ALL,
                Rollup.version == ALL,
                Rollup.start >= start,
                Rollup.start < end,
                seen_by(self.viewer),
            )
            .group_by(Rollup.dashboard_id)
        )
        return found.all()

    async def _open(
        self, dashboard_ids: Sequence[DashboardId], start: datetime, end: datetime
    ) -> Sequence[Any]:
        """How many calls hours have that are not rolled up yet: (dashboard, hour, calls)."""
        found = await self.session.execute(
            select(CallBlock.dashboard_id, CallBlock.hour, func.sum(CallBlock.calls))
            .join(Dashboard, Dashboard.id == CallBlock.dashboard_id)
            .join(ApplyState, ApplyState.dashboard_id == CallBlock.dashboard_id)
            .where(
                CallBlock.dashboard_id.in_(dashboard_ids),
                CallBlock.hour >= func.greatest(start, ApplyState.sealed_until),
                CallBlock.hour < end,
                seen_by(self.viewer),
            )
            .group_by(CallBlock.dashboard_id, CallBlock.hour)
        )
        return found.all()


def _tabulated(
    cells: Sequence[Any],
    rows: Mapping[DashboardId, int],
    start_us: int,
    columns: int,
    periods: Sequence[int],
) -> Hourly:
    visits = np.zeros((len(rows), columns), np.int64)
    p95 = np.full((len(rows), columns), np.nan)
    if not cells:
        return Hourly(visits, p95, np.full((len(rows), len(periods)), np.nan))
    summaries = decode_summaries(b"".join(of_dashboard for _, of_dashboard, _ in cells))
    sizes = [len(digests) for *_, digests in cells]
    row = np.repeat([rows[dashboard_id] for dashboard_id, *_ in cells], sizes)
    column = (summaries.start_us - start_us) // HOUR_US
    visits[row, column] = summaries.counters.count
    p95[row, column] = summaries.quantiles[:, _QUANTILE]
    digest = codec.decode_digests([cell for *_, digests in cells for cell in digests], summaries.quantiles)
    return Hourly(visits, p95, _of_periods(digest, row, column, len(rows), periods))


def _of_periods(
    digest: Digest, row: Int64s, column: Int64s, rows: int, periods: Sequence[int]
) -> NDArray[np.float64]:
    period = np.searchsorted(np.cumsum(periods), column, side="right")
    codes = np.where(period < len(periods), row * len(periods) + period, -1)
    merged = digest.merge(Groups.of(codes, rows * len(periods)))
    return merged.quantile(KEPT_QUANTILES[_QUANTILE]).reshape(rows, len(periods))
