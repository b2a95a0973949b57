"""Clears the fetcher's tables of dashboards that were deleted; their row goes when nothing is left of them."""

from sqlalchemy import select

from services.fetcher.resources import Resources
from shared.db.base import Base
from shared.db.models import (
    Audit,
    Dashboard,
    FetchState,
    FetchWindow,
    PingState,
    SourceEndpoint,
    UptimeInterval,
)
from shared.db.portions import delete_portion

# The states first: without them nobody claims the dashboard, and a turn that has is refused its next step.
_OURS: tuple[type[Base], ...] = (FetchState, PingState, FetchWindow, SourceEndpoint, UptimeInterval, Audit)
_PORTION_ROWS = 1_000


async def clear_deleted(resources: Resources) -> None:
    """May run in several processes at once, and again, until the rows are gone."""
    async with resources.sessions() as session:
        deleted = (await session.scalars(select(Dashboard.id).where(Dashboard.owner_id.is_(None)))).all()
    for dashboard_id in deleted:
        for model in _OURS:
            while (
                await delete_portion(resources.sessions, model, dashboard_id, _PORTION_ROWS) == _PORTION_ROWS
            ):
                pass
