"""Retention: raw calls older than a dashboard's limit go; its rollups stay, so totals do not change."""

from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.aggregator.resources import Resources
from services.aggregator.seal.service import seal_open_hours
from services.aggregator.seal.store import SealStore
from shared.calls.block import from_us, to_us
from shared.contracts.ids import DashboardId, Partition
from shared.db.models import ApplyState, Dashboard, FetchState
from shared.db.passing import is_passing
from shared.rollups.unit import Unit, floor

_NEVER, _ALWAYS = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
_log = structlog.get_logger(__name__)


async def expire_blocks(resources: Resources, partition: Partition) -> None:
    """Of every dashboard of this partition that holds blocks beyond its limit, each in its own transaction."""
    now = resources.clock.now()
    async with resources.sessions() as session:
        due = await _due(session, now)
    for dashboard_id, cut in due:
        if not resources.is_of(partition, dashboard_id):
            continue
        try:
            async with resources.sessions.begin() as session:
                await expire(session, dashboard_id, cut)
        except Exception as error:
            if is_passing(error):
                raise
            _log.exception("blocks_not_expired", dashboard=str(dashboard_id))
        else:
            _log.info("blocks_expired", dashboard=str(dashboard_id), before=cut.isoformat())


async def _due(session: AsyncSession, now: datetime) -> list[tuple[DashboardId, datetime]]:
    rows = await session.execute(
        select(Dashboard.id, Dashboard.raw_retention_days, ApplyState, FetchState)
        .join(ApplyState, ApplyState.dashboard_id == Dashboard.id)
        .outerjoin(FetchState, FetchState.dashboard_id == Dashboard.id)
        .where(ApplyState.first_call_at.is_not(None))
    )
    due = []
    for dashboard_id, days, applied, fetched in rows:
        # Whole days, so that a day's blocks are all there or all gone.
        limit = min(now - timedelta(days=days), _complete_until(applied, fetched))
        cut = from_us(floor(to_us(limit), Unit.DAY))
        kept_from = applied.raw_from or applied.first_call_at
        if kept_from is not None and cut > kept_from:
            due.append((DashboardId(dashboard_id), cut))
    return due


def _complete_until(applied: ApplyState, fetched: FetchState | None) -> datetime:
    """Up to when all calls are here: history that is still being read must not find its hours closed."""
    if fetched is None:
        return _ALWAYS
    sealed = applied.sealed_until or _NEVER
    if fetched.watermark is None or applied.applied_sequence < fetched.next_sequence - 1:
        return sealed
    return max(sealed, fetched.watermark)


async def expire(session: AsyncSession, dashboard_id: DashboardId, cut: datetime) -> None:
    """Removes the blocks of hours before ``cut``, a midnight, after making sure that they have their rollups."""
    state = await session.scalar(
        select(ApplyState).where(ApplyState.dashboard_id == dashboard_id).with_for_update()
    )
    if state is None or (state.raw_from is not None and state.raw_from >= cut):
        return
    sealed_until, raw_from = state.sealed_until, state.raw_from
    store = SealStore(session)
    if sealed_until is None or sealed_until < cut:
        # A quiet app: its last hours were never passed by a batch.
        await seal_open_hours(store.of(dashboard_id, sealed_until, raw_from), to_us(cut))
        sealed_until = cut
    await store.of(dashboard_id, sealed_until, raw_from).drop_blocks(to_us(cut))
    await store.flush()
    await session.execute(
        update(ApplyState)
        .where(ApplyState.dashboard_id == dashboard_id)
        .values(raw_from=cut, sealed_until=sealed_until)
    )
