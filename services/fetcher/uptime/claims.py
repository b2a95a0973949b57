"""Which dashboards are due for a ping, and who pings each: decided in Postgres, as it is for turns.

Claims are kept apart from those of turns: an app whose history is being read for hours is pinged all the same.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.fetcher.state.claims import Claim, claim_free
from services.fetcher.uptime.ping import PING_LENGTH_MAX
from shared.db.models import Dashboard, PingState


async def adopt_unpinged(session: AsyncSession) -> None:
    """Gives every dashboard that is to be pinged for the first time its ping state."""
    known = select(PingState.dashboard_id).where(PingState.dashboard_id == Dashboard.id)
    unpinged = select(Dashboard.id).where(
        Dashboard.owner_id.is_not(None), Dashboard.ping_interval_seconds.is_not(None), ~known.exists()
    )
    await session.execute(insert(PingState).from_select(["dashboard_id"], unpinged).on_conflict_do_nothing())


async def claim_due_pings(
    session: AsyncSession, now: datetime, lifetime: timedelta, limit: int
) -> list[Claim]:
    """Takes up to ``limit`` due dashboards that nobody pings, longest due first.

    A claim lives as long as a ping may take and ``lifetime`` more: a ping of an app that hangs must not lose it.
    """
    # Computed anew from the setting, so that a change of it counts at once.
    due_at = PingState.pinged_at + func.make_interval(0, 0, 0, 0, 0, 0, Dashboard.ping_interval_seconds)
    due = (
        select(PingState.dashboard_id)
        .join(Dashboard, Dashboard.id == PingState.dashboard_id)
        .where(
            Dashboard.ping_interval_seconds.is_not(None),
            or_(PingState.pinged_at.is_(None), due_at <= now),
        )
        .order_by(due_at.nulls_first())
        .limit(limit)
    )
    return await claim_free(session, PingState, due, now, now + PING_LENGTH_MAX + lifetime)
