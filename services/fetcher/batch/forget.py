"""Forgets windows that were applied long ago, and with them their keys."""

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.models import ApplyState, FetchState, FetchWindow


async def forget_applied_windows(session: AsyncSession, before: datetime) -> None:
    forgotten = (
        delete(FetchWindow)
        .where(FetchWindow.published_at < before)
        .where(FetchWindow.dashboard_id == ApplyState.dashboard_id)
        .where(FetchWindow.sequence <= ApplyState.applied_sequence)
        .returning(FetchWindow.dashboard_id, FetchWindow.window_end)
        .cte("forgotten")
    )
    last = (
        select(forgotten.c.dashboard_id, func.max(forgotten.c.window_end).label("end"))
        .group_by(forgotten.c.dashboard_id)
        .subquery()
    )
    await session.execute(
        update(FetchState)
        .where(FetchState.dashboard_id == last.c.dashboard_id)
        .values(keys_from=func.greatest(FetchState.keys_from, last.c.end))
        .execution_options(synchronize_session=False)
    )
