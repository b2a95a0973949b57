"""Clears the aggregator's tables of dashboards that were deleted, some at a time, for batches wait meanwhile."""

from uuid import UUID

import structlog
from sqlalchemy import select

from services.aggregator.deadletter.service import forget_letters
from services.aggregator.resources import Resources
from shared.contracts.ids import DashboardId, Partition
from shared.db.base import Base
from shared.db.models import (
    ApplyState,
    CallBlock,
    Dashboard,
    DeadLetter,
    DimensionRollup,
    Name,
    Rollup,
    RuledCalls,
)
from shared.db.portions import delete_portion

# The gate first: without it no batch is applied any more.
_OURS: tuple[type[Base], ...] = (ApplyState, CallBlock, Rollup, DimensionRollup, Name, RuledCalls, DeadLetter)
PORTION_ROWS = 1_000
# Some tens of milliseconds each.
PORTIONS_A_TURN = 10

_log = structlog.get_logger(__name__)


async def clear_deleted(resources: Resources, partition: Partition) -> None:
    """Removes what this turn has time for, of the partition's dashboards; the next turn goes on."""
    async with resources.sessions() as session:
        deleted = (await session.scalars(select(Dashboard.id).where(Dashboard.owner_id.is_(None)))).all()
    portions = PORTIONS_A_TURN
    for dashboard_id in deleted:
        if not resources.is_of(partition, DashboardId(dashboard_id)):
            continue
        resources.names.forget(DashboardId(dashboard_id).__eq__)
        await forget_letters(resources, DashboardId(dashboard_id))
        portions = await _clear(resources, dashboard_id, portions)
        if not portions:
            return


async def _clear(resources: Resources, dashboard_id: UUID, portions: int) -> int:
    """How many portions are left of the turn."""
    removed = 0
    for model in _OURS:
        while portions:
            rows = await delete_portion(resources.sessions, model, dashboard_id, PORTION_ROWS)
            removed += rows
            if rows:
                portions -= 1
            if rows < PORTION_ROWS:
                break
    if removed:
        _log.info("dashboard_cleared", dashboard=str(dashboard_id), rows=removed)
    return portions
