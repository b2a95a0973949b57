"""Every query about a dashboard's pings. Writes name the claim, so only its holder changes anything."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.fetcher.state.claims import Claim
from services.fetcher.state.repository import ClaimLostError
from services.fetcher.uptime.interval import Interval
from services.fetcher.uptime.ping import Finding
from shared.db.models import Dashboard, PingState, UptimeInterval


@dataclass(frozen=True)
class PingTarget:
    url: str
    interval: timedelta


class PingRepository:
    """One dashboard's pings, for the holder of ``claim``, in the caller's transaction."""

    def __init__(self, session: AsyncSession, claim: Claim) -> None:
        self._session = session
        self._claim = claim

    async def target(self) -> PingTarget:
        """Raises ClaimLostError, also where the owner wants no pings any more."""
        row = (
            await self._session.execute(
                select(Dashboard.url, Dashboard.ping_interval_seconds)
                .join(PingState, PingState.dashboard_id == Dashboard.id)
                .where(Dashboard.id == self._claim.dashboard_id, PingState.claim == self._claim.id)
            )
        ).one_or_none()
        if row is None or row.ping_interval_seconds is None:
            raise ClaimLostError
        return PingTarget(row.url, timedelta(seconds=row.ping_interval_seconds))

    async def release(self, pinged_at: datetime) -> None:
        """Done for now; the claim is over. Raises ClaimLostError."""
        await self._update(pinged_at=pinged_at, claim=None, claimed_until=None)

    async def give_back(self) -> None:
        """Not done: it is due as before. Raises ClaimLostError."""
        await self._update(claim=None, claimed_until=None)

    async def last_interval(self) -> Interval | None:
        row = await self._session.scalar(
            select(UptimeInterval)
            .where(UptimeInterval.dashboard_id == self._claim.dashboard_id)
            .order_by(UptimeInterval.started_at.desc())
            .limit(1)
        )
        return None if row is None else Interval(row.started_at, row.ended_at, Finding(row.error))

    async def save(self, intervals: Iterable[Interval]) -> None:
        """In the transaction of ``release``, which says whether the claim still holds."""
        for interval in intervals:
            statement = insert(UptimeInterval).values(
                dashboard_id=self._claim.dashboard_id,
                started_at=interval.started_at,
                ended_at=interval.ended_at,
                error=interval.finding.error,
            )
            await self._session.execute(
                statement.on_conflict_do_update(
                    index_elements=["dashboard_id", "started_at"],
                    set_={"ended_at": statement.excluded.ended_at},
                )
            )

    async def _update(self, **values: Any) -> None:
        """Exactly one row, or the claim is lost and the transaction must not commit."""
        changed = await self._session.scalar(
            update(PingState)
            .where(PingState.dashboard_id == self._claim.dashboard_id, PingState.claim == self._claim.id)
            .values(**values)
            .returning(PingState.dashboard_id)
        )
        if changed is None:
            raise ClaimLostError
