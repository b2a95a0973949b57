"""The end of a deletion: a dashboard that is nobody's goes when each service has cleared its tables of it.

What one of them writes in the last moment goes with the row, for all tables refer to it; by then that is little.
"""

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.ids import DashboardId
from shared.db.models import (
    ApplyState,
    Audit,
    CallBlock,
    Dashboard,
    DeadLetter,
    DimensionRollup,
    FetchState,
    FetchWindow,
    Name,
    Outlier,
    PingState,
    Profile,
    RaisedHour,
    Rollup,
    RuledCalls,
    SourceEndpoint,
    TestCase,
    TestResult,
    TraceState,
    UptimeInterval,
)

# What is cleared by portions: services/{fetcher,aggregator}/removal, services/api/test_run/removal.
_CLEARED = (
    FetchState,
    FetchWindow,
    Audit,
    SourceEndpoint,
    PingState,
    UptimeInterval,
    TraceState,
    Outlier,
    Profile,
    RaisedHour,
    ApplyState,
    Name,
    CallBlock,
    Rollup,
    DimensionRollup,
    RuledCalls,
    DeadLetter,
    TestResult,
    TestCase,
)


async def remove_cleared(session: AsyncSession) -> list[DashboardId]:
    """Removes the rows of those that nothing is left of; which they were."""
    left = [
        ~select(model.dashboard_id).where(model.dashboard_id == Dashboard.id).exists() for model in _CLEARED
    ]
    removed = await session.scalars(
        delete(Dashboard).where(Dashboard.owner_id.is_(None), *left).returning(Dashboard.id)
    )
    return [DashboardId(dashboard_id) for dashboard_id in removed]
