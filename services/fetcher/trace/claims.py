"""Whose traces are due, and who reads them: decided in Postgres, as it is for turns.

Claims are kept apart from those of turns: reading traces never keeps calls waiting, nor the other way round.
"""

from datetime import datetime, timedelta

from sqlalchemy import literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.fetcher.page.reader import PageReader
from services.fetcher.state.claims import Claim, claim_free
from shared.contracts.ids import DashboardId
from shared.db.models import FetchState, TraceState


async def adopt_untraced(session: AsyncSession, now: datetime) -> None:
    """Gives every dashboard whose source speaks protocol 2 its trace state, due at once."""
    known = select(TraceState.dashboard_id).where(TraceState.dashboard_id == FetchState.dashboard_id)
    untraced = select(FetchState.dashboard_id, literal(now)).where(
        FetchState.protocol == PageReader.protocol, ~known.exists()
    )
    await session.execute(
        insert(TraceState).from_select(["dashboard_id", "next_read_at"], untraced).on_conflict_do_nothing()
    )


async def wake_traces(session: AsyncSession, dashboard_id: DashboardId, now: datetime) -> None:
    """Whose source changed is due at once, and asked again what it has, however long failures made it wait.

    Whoever just reads the old source loses the claim, and with it the last word on when is read next.
    """
    await session.execute(
        update(TraceState)
        .where(TraceState.dashboard_id == dashboard_id)
        .values(next_read_at=now, failures=0, kinds_read_at=None, claim=None, claimed_until=None)
    )


async def claim_due_traces(
    session: AsyncSession, now: datetime, lifetime: timedelta, limit: int
) -> list[Claim]:
    """Takes up to ``limit`` due dashboards whose traces nobody reads, longest due first."""
    due = (
        select(TraceState.dashboard_id)
        .where(TraceState.next_read_at <= now)
        .order_by(TraceState.next_read_at)
        .limit(limit)
    )
    return await claim_free(session, TraceState, due, now, now + lifetime)
