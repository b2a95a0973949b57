"""Every query that applying a batch makes."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, literal, select, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.ids import DashboardId, Sequence
from shared.db.models import ApplyState, CallBlock, Dashboard


class ApplyRepository:
    def __init__(self, session: AsyncSession, dashboard_id: DashboardId) -> None:
        self._session = session
        self._dashboard_id = dashboard_id

    async def pass_gate(
        self, sequence: Sequence, calls: int, first_call_at: datetime, last_call_at: datetime, now: datetime
    ) -> bool:
        """Moves ``applied_sequence`` from the number before to this one; False where it is not there.

        The row stays locked until the transaction ends, so batches of one dashboard apply one by one.
        """
        moved = await self._session.scalar(
            update(ApplyState)
            .where(ApplyState.dashboard_id == self._dashboard_id, ApplyState.applied_sequence == sequence - 1)
            .values(
                applied_sequence=sequence,
                applied_calls=ApplyState.applied_calls + calls,
                # Postgres's LEAST and GREATEST pass over nulls.
                first_call_at=func.least(ApplyState.first_call_at, first_call_at),
                last_call_at=func.greatest(ApplyState.last_call_at, last_call_at),
                applied_at=now,
            )
            .returning(ApplyState.applied_sequence)
        )
        return moved is not None

    async def begin(self, now: datetime) -> None:
        """The dashboard's first batch: makes its row, unless the dashboard is gone or the row is there."""
        dashboard = select(
            Dashboard.id, literal(0), literal(0), literal(now, type_=ApplyState.applied_at.type)
        ).where(Dashboard.id == self._dashboard_id)
        columns = ["dashboard_id", "applied_sequence", "applied_calls", "applied_at"]
        await self._session.execute(
            postgresql.insert(ApplyState).from_select(columns, dashboard).on_conflict_do_nothing()
        )

    async def applied_sequence(self) -> int | None:
        """None where the dashboard has no row: it was deleted, or never had a batch."""
        return await self._session.scalar(
            select(ApplyState.applied_sequence).where(ApplyState.dashboard_id == self._dashboard_id)
        )

    async def add_blocks(self, rows: list[dict[str, Any]]) -> None:
        await self._session.execute(insert(CallBlock), rows)
