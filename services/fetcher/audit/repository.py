"""Every query that audits make. What is saved counts only if the transaction also extends the claim."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.fetcher.batch.keys import decode_keys
from services.fetcher.batch.portion import Span, WindowKind
from services.fetcher.state.claims import Claim
from services.fetcher.state.repository import span_of
from shared.calls.calls import UInt64s
from shared.contracts.ids import Sequence
from shared.db.models import ApplyState, Audit, FetchWindow


@dataclass(frozen=True)
class AuditedWindow:
    """A batch that was applied, with ``rows`` of the source."""

    span: Span
    rows: int


class AuditRepository:
    """One dashboard's windows and audit, in the caller's transaction."""

    def __init__(self, session: AsyncSession, claim: Claim) -> None:
        self._session = session
        self._claim = claim

    async def last(self) -> Audit | None:
        return await self._session.get(Audit, self._claim.dashboard_id)

    async def save(self, found: Audit) -> None:
        values = {column.name: getattr(found, column.name) for column in Audit.__table__.columns}
        await self._session.execute(
            insert(Audit).values(values).on_conflict_do_update(index_elements=["dashboard_id"], set_=values)
        )

    async def windows(self, since: datetime) -> list[AuditedWindow]:
        """What was read after ``since`` and applied, in order, with what audits found of it since."""
        rows = await self._session.execute(
            select(
                FetchWindow.kind,
                FetchWindow.window_start,
                FetchWindow.window_end,
                FetchWindow.cursor_after,
                FetchWindow.cursor_until,
                FetchWindow.calls,
            )
            .join(ApplyState, ApplyState.dashboard_id == FetchWindow.dashboard_id)
            .where(
                FetchWindow.dashboard_id == self._claim.dashboard_id,
                FetchWindow.window_end > since,
                FetchWindow.keys.is_not(None),
                FetchWindow.sequence <= ApplyState.applied_sequence,
            )
            .order_by(FetchWindow.sequence)
        )
        read: list[Span] = []
        calls: Counter[Span] = Counter()
        for kind, start, end, after, until, count in rows:
            span = span_of(start, end, after, until)
            calls[span] += count
            if kind == WindowKind.READ:
                read.append(span)
        return [AuditedWindow(span, calls[span]) for span in read]

    async def first_waiting(self) -> datetime | None:
        """Where the first batch begins that is not applied yet."""
        return await self._session.scalar(
            select(func.min(FetchWindow.window_start))
            .outerjoin(ApplyState, ApplyState.dashboard_id == FetchWindow.dashboard_id)
            .where(
                FetchWindow.dashboard_id == self._claim.dashboard_id,
                FetchWindow.sequence > func.coalesce(ApplyState.applied_sequence, 0),
            )
        )

    async def keys(self, span: Span, without: Sequence | None) -> UInt64s:
        """Of all that was published of the span, but for the batch ``without``."""
        query = select(FetchWindow.keys).where(
            FetchWindow.dashboard_id == self._claim.dashboard_id, FetchWindow.keys.is_not(None)
        )
        if span.cursors is None:
            query = query.where(FetchWindow.window_start < span.end, FetchWindow.window_end > span.start)
        else:
            # Ids are given once: whatever else was published of them does no harm here.
            query = query.where(FetchWindow.cursor_after.is_not(None))
            query = query.where(FetchWindow.window_start <= span.end, FetchWindow.window_end >= span.start)
        if without is not None:
            query = query.where(FetchWindow.sequence != without)
        parts = [decode_keys(data) for data in await self._session.scalars(query) if data is not None]
        return np.concatenate(parts) if parts else np.empty(0, np.uint64)
