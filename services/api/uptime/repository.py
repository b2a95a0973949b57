"""Every query about uptime, as the viewer may see it."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.uptime.tally import Known
from shared.contracts.ids import DashboardId
from shared.db.models import Dashboard, UptimeInterval
from shared.db.viewer import Viewer, seen_by


class UptimeRepository:
    def __init__(self, session: AsyncSession, viewer: Viewer, dashboard_id: DashboardId) -> None:
        self._session = session
        self._intervals = (
            select(UptimeInterval.started_at, UptimeInterval.ended_at, UptimeInterval.error)
            .join(Dashboard, Dashboard.id == UptimeInterval.dashboard_id)
            .where(UptimeInterval.dashboard_id == dashboard_id, seen_by(viewer))
        )
        self._before = select(func.max(UptimeInterval.started_at)).where(
            UptimeInterval.dashboard_id == dashboard_id
        )

    async def between(self, start: datetime, end: datetime) -> list[Known]:
        """In order of time, those that have a part in [start, end)."""
        # Intervals never overlap: of those that begin before the range only the last can reach into it.
        first = self._before.where(UptimeInterval.started_at <= start).scalar_subquery()
        rows = await self._session.execute(
            self._intervals.where(
                UptimeInterval.started_at >= func.coalesce(first, start),
                UptimeInterval.started_at < end,
                UptimeInterval.ended_at > start,
            ).order_by(UptimeInterval.started_at)
        )
        return [Known(*row) for row in rows]

    async def last(self) -> Known | None:
        query = self._intervals.order_by(UptimeInterval.started_at.desc()).limit(1)
        row = (await self._session.execute(query)).first()
        return None if row is None else Known(*row)
