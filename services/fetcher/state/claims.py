"""Which dashboards are due, and who works on each: decided in Postgres by conditional update.

A claim is a random id with an expiry. Every later write names it, so a fetcher that lost its claim (it was
too slow, or thought dead) changes nothing any more. Jobs may thus run twice, late or not at all.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.dashboard_state import DashboardState
from shared.contracts.ids import DashboardId
from shared.db.models import Dashboard, FetchState, PingState, TraceState

# A first guess that suits a quiet app; it doubles and halves with what the source answers.
_FIRST_WINDOW_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Claim:
    dashboard_id: DashboardId
    id: UUID


async def wake_changed_sources(session: AsyncSession, now: datetime) -> None:
    """Whose owner gave another URL or token is due at once, however long its failures made it wait."""
    await session.execute(
        update(FetchState)
        .where(
            FetchState.dashboard_id == Dashboard.id,
            FetchState.source_seen_at.is_distinct_from(Dashboard.source_changed_at),
            FetchState.next_poll_at > now,
        )
        .values(next_poll_at=now, failures=0)
    )


async def adopt_new_dashboards(session: AsyncSession, now: datetime) -> None:
    """Gives every dashboard that the fetcher has not seen yet its fetch state, due at once."""
    seen = select(FetchState.dashboard_id).where(FetchState.dashboard_id == Dashboard.id)
    wanted = select(Dashboard.id).where(Dashboard.owner_id.is_not(None), ~seen.exists())
    unseen = (await session.scalars(wanted)).all()
    if not unseen:
        return
    first_state = {
        "state": DashboardState.NOT_INITIALIZED,
        "failures": 0,
        "next_sequence": 1,
        "published_calls": 0,
        "window_seconds": _FIRST_WINDOW_SECONDS,
        "next_poll_at": now,
    }
    rows = [{"dashboard_id": dashboard_id, **first_state} for dashboard_id in unseen]
    await session.execute(insert(FetchState).values(rows).on_conflict_do_nothing())


async def claim_due(session: AsyncSession, now: datetime, lifetime: timedelta, limit: int) -> list[Claim]:
    """Takes up to ``limit`` due dashboards that nobody holds, longest due first."""
    due = (
        select(FetchState.dashboard_id)
        .where(FetchState.next_poll_at <= now)
        .order_by(FetchState.next_poll_at)
        .limit(limit)
    )
    return await claim_free(session, FetchState, due, now, now + lifetime)


async def claim_free(
    session: AsyncSession,
    state: type[FetchState | PingState | TraceState],
    due: Select[UUID],
    now: datetime,
    until: datetime,
) -> list[Claim]:
    """Of the dashboards that ``due`` selects from ``state``, takes those that nobody holds, until then."""
    chosen = (
        due.where(or_(state.claimed_until.is_(None), state.claimed_until <= now))
        .with_for_update(of=state, skip_locked=True)
        .cte("due")
    )
    claimed = await session.execute(
        update(state)
        .where(state.dashboard_id == chosen.c.dashboard_id)
        .values(claim=func.gen_random_uuid(), claimed_until=until)
        .returning(state.dashboard_id, state.claim)
    )
    return [Claim(DashboardId(dashboard_id), claim) for dashboard_id, claim in claimed if claim is not None]
