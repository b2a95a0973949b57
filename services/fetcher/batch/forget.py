"""Forgets windows that were applied long ago."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.models import ApplyState, FetchWindow


async def forget_applied_windows(session: AsyncSession, before: datetime) -> None:
    await session.execute(
        delete(FetchWindow)
        .where(FetchWindow.published_at < before)
        .where(FetchWindow.dashboard_id == ApplyState.dashboard_id)
        .where(FetchWindow.sequence <= ApplyState.applied_sequence)
    )
