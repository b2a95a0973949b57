"""Every query about how far a dashboard was read. Writes name the claim, so only its holder changes anything."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.fetcher.source.source import MonitorRule, Window
from services.fetcher.state.claims import Claim
from shared.calls.name_digest import name_digest
from shared.contracts.dashboard_state import DashboardState
from shared.contracts.ids import Sequence
from shared.db.models import ApplyState, Dashboard, FetchState, FetchWindow, SourceEndpoint


class ClaimLostError(Exception):
    """Somebody else works on this dashboard now, or it is gone; whoever sees this stops."""


@dataclass(frozen=True)
class Target:
    """What a fetcher needs to know of the dashboard it holds."""

    url: str
    token_encrypted: bytes
    poll_interval: timedelta
    settle: timedelta


@dataclass(frozen=True)
class Progress:
    """Where reading stands."""

    state: DashboardState
    failures: int
    watermark: datetime | None
    next_sequence: Sequence
    applied_sequence: Sequence
    history_until: datetime | None
    window_seconds: int
    endpoints_read_at: datetime | None

    @property
    def batches_waiting(self) -> int:
        """Published but not applied."""
        return self.next_sequence - 1 - self.applied_sequence


@dataclass(frozen=True)
class PublishedWindow:
    sequence: Sequence
    window: Window
    entry_id: str | None


class FetchRepository:
    """One dashboard's fetch state, for the holder of ``claim``, in the caller's transaction."""

    def __init__(self, session: AsyncSession, claim: Claim) -> None:
        self._session = session
        self._claim = claim

    async def target(self) -> Target:
        """Raises ClaimLostError."""
        row = (
            await self._session.execute(
                select(Dashboard)
                .join(FetchState, FetchState.dashboard_id == Dashboard.id)
                .where(Dashboard.id == self._claim.dashboard_id, FetchState.claim == self._claim.id)
            )
        ).scalar_one_or_none()
        if row is None:
            raise ClaimLostError
        return Target(
            url=row.url,
            token_encrypted=row.token_encrypted,
            poll_interval=timedelta(seconds=row.poll_interval_seconds),
            settle=timedelta(seconds=row.settle_seconds),
        )

    async def progress(self) -> Progress:
        """Raises ClaimLostError."""
        row = (
            await self._session.execute(
                select(FetchState, func.coalesce(ApplyState.applied_sequence, 0))
                .outerjoin(ApplyState, ApplyState.dashboard_id == FetchState.dashboard_id)
                .where(
                    FetchState.dashboard_id == self._claim.dashboard_id, FetchState.claim == self._claim.id
                )
            )
        ).one_or_none()
        if row is None:
            raise ClaimLostError
        state, applied_sequence = row
        return Progress(
            state=DashboardState(state.state),
            failures=state.failures,
            watermark=state.watermark,
            next_sequence=Sequence(state.next_sequence),
            applied_sequence=Sequence(applied_sequence),
            history_until=state.history_until,
            window_seconds=state.window_seconds,
            endpoints_read_at=state.endpoints_read_at,
        )

    async def extend_claim(self, until: datetime) -> None:
        await self._update(claimed_until=until)

    async def save_details(self, version: str, total_calls: int) -> None:
        await self._update(source_version=version, source_total=total_calls)

    async def save_rules(self, rules: list[MonitorRule], now: datetime) -> None:
        """Endpoints as the source lists them now; those it no longer lists stay, their calls do too."""
        await self._update(endpoints_read_at=now)
        rows = {
            rule.endpoint: {
                "dashboard_id": self._claim.dashboard_id,
                "digest": name_digest(rule.endpoint),
                "name": rule.endpoint,
                "monitor_level": rule.monitor_level,
                "added_at": rule.added_at,
                "version_added": rule.version_added,
                "last_requested_at": rule.last_requested_at,
            }
            for rule in rules
        }
        if not rows:
            return
        statement = insert(SourceEndpoint).values(list(rows.values()))
        changed = ("monitor_level", "added_at", "version_added", "last_requested_at")
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["dashboard_id", "digest"],
                set_={column: statement.excluded[column] for column in changed},
            )
        )

    async def begin_history(self, start: datetime, until: datetime) -> None:
        await self._update(
            state=DashboardState.INITIALIZED_ENDPOINTS,
            watermark=start,
            history_from=start,
            history_until=until,
        )

    async def record_window(
        self, window: Window, sequence: Sequence, calls: int, window_seconds: int, now: datetime
    ) -> None:
        """The batch gets its number in the transaction that moves the watermark. Raises ClaimLostError."""
        await self._update(
            FetchState.watermark == window.start,
            FetchState.next_sequence == sequence,
            watermark=window.end,
            next_sequence=sequence + 1,
            published_calls=FetchState.published_calls + calls,
            window_seconds=window_seconds,
        )
        self._session.add(
            FetchWindow(
                dashboard_id=self._claim.dashboard_id,
                sequence=sequence,
                window_start=window.start,
                window_end=window.end,
                calls=calls,
                entry_id=None,
                published_at=now,
            )
        )

    async def record_empty_window(self, window: Window, window_seconds: int) -> None:
        """No calls, no batch: only the watermark moves. Raises ClaimLostError."""
        await self._update(
            FetchState.watermark == window.start, watermark=window.end, window_seconds=window_seconds
        )

    async def record_redelivery(self, sequence: Sequence, calls: int, now: datetime) -> None:
        """The same window and number once more; its rows may be others than the first time."""
        before = await self._session.scalar(
            select(FetchWindow.calls)
            .where(FetchWindow.dashboard_id == self._claim.dashboard_id, FetchWindow.sequence == sequence)
            .with_for_update()
        )
        await self._update(published_calls=FetchState.published_calls + calls - (before or 0))
        await self._session.execute(
            update(FetchWindow)
            .where(FetchWindow.dashboard_id == self._claim.dashboard_id, FetchWindow.sequence == sequence)
            .values(calls=calls, published_at=now, entry_id=None)
        )

    async def record_entry(self, sequence: Sequence, entry_id: str) -> None:
        await self._session.execute(
            update(FetchWindow)
            .where(FetchWindow.dashboard_id == self._claim.dashboard_id, FetchWindow.sequence == sequence)
            .values(entry_id=entry_id)
        )

    async def waiting_windows(self) -> list[PublishedWindow]:
        """Published but not applied, in order."""
        rows = await self._session.execute(
            select(FetchWindow)
            .outerjoin(ApplyState, ApplyState.dashboard_id == FetchWindow.dashboard_id)
            .where(
                FetchWindow.dashboard_id == self._claim.dashboard_id,
                FetchWindow.sequence > func.coalesce(ApplyState.applied_sequence, 0),
            )
            .order_by(FetchWindow.sequence)
        )
        return [
            PublishedWindow(Sequence(row.sequence), Window(row.window_start, row.window_end), row.entry_id)
            for row in rows.scalars()
        ]

    async def is_applied(self, sequence: Sequence) -> bool:
        applied = await self._session.scalar(
            select(ApplyState.applied_sequence).where(ApplyState.dashboard_id == self._claim.dashboard_id)
        )
        return applied is not None and applied >= sequence

    async def set_state(self, state: DashboardState) -> None:
        await self._update(state=state)

    async def set_window_seconds(self, window_seconds: int) -> None:
        await self._update(window_seconds=window_seconds)

    async def clear_error(self) -> None:
        await self._update(error=None, error_detail=None, failures=0)

    async def save_error(self, state: DashboardState, error: str, detail: str, failures: int) -> None:
        await self._update(state=state, error=error, error_detail=detail, failures=failures)

    async def release(self, next_poll_at: datetime) -> None:
        """Done for now; the claim is over."""
        await self._update(next_poll_at=next_poll_at, claim=None, claimed_until=None)

    async def _update(self, *conditions: Any, **values: Any) -> None:
        """Exactly one row, or the claim is lost and the transaction must not commit."""
        changed = await self._session.scalar(
            update(FetchState)
            .where(
                FetchState.dashboard_id == self._claim.dashboard_id,
                FetchState.claim == self._claim.id,
                *conditions,
            )
            .values(**values)
            .returning(FetchState.dashboard_id)
        )
        if not isinstance(changed, UUID):
            raise ClaimLostError
