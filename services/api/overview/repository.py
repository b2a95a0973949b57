"""Uptime of many dashboards at once, as the viewer may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.uptime.tally import Known
from shared.contracts.ids import DashboardId
from shared.db.models import Dashboard, UptimeInterval
from shared.db.viewer import Viewer, seen_by


@dataclass(frozen=True)
class KnownUptime:
    """``last``: the last interval of all, None before the first ping."""

    last: Known | None
    observed: timedelta
    downtime: timedelta


class OverviewRepository:
    def __init__(self, session: AsyncSession, viewer: Viewer) -> None:
        self._session = session
        self._viewer = viewer

    async def uptime(
        self, dashboard_ids: Sequence[DashboardId], start: datetime, end: datetime
    ) -> dict[DashboardId, KnownUptime]:
        """Of each dashboard, whatever falls into [start, end)."""
        of_dashboard = UptimeInterval.dashboard_id == Dashboard.id
        last = (
            select(UptimeInterval.started_at, UptimeInterval.ended_at, UptimeInterval.error)
            .where(of_dashboard)
            .order_by(UptimeInterval.started_at.desc())
            .limit(1)
            .lateral("last")
        )
        # Intervals never overlap: of those that begin before the range only the last can reach into it.
        first = (
            select(func.max(UptimeInterval.started_at))
            .where(of_dashboard, UptimeInterval.started_at <= start)
            .correlate(Dashboard)
            .scalar_subquery()
        )
        inside = func.least(UptimeInterval.ended_at, end) - func.greatest(UptimeInterval.started_at, start)
        tally = (
            select(
                func.sum(inside).label("observed"),
                func.sum(inside).filter(UptimeInterval.error.is_not(None)).label("downtime"),
            )
            .where(
                of_dashboard,
                UptimeInterval.started_at >= func.coalesce(first, start),
                UptimeInterval.started_at < end,
                UptimeInterval.ended_at > start,
            )
            .lateral("tally")
        )
        rows = await self._session.execute(
            select(Dashboard.id, last, tally)
            .select_from(Dashboard)
            .outerjoin(last, true())
            .outerjoin(tally, true())
            .where(Dashboard.id.in_(dashboard_ids), seen_by(self._viewer))
        )
        return {
            DashboardId(row.id): KnownUptime(
                last=None if row.started_at is None else Known(row.started_at, row.ended_at, row.error),
                observed=row.observed or timedelta(),
                downtime=row.downtime or timedelta(),
            )
            for row in rows
        }
