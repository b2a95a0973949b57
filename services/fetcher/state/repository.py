"""Every query about how far a dashboard was read. Writes name the claim, so only its holder changes anything."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Self, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Table, func, insert, select, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession

from services.fetcher.batch.portion import Cursors, Portion, Sizes, Span, Step, WindowKind
from services.fetcher.source.source import Details, MonitorRule
from services.fetcher.state.claims import Claim
from shared.calls.name_digest import name_digest
from shared.contracts.dashboard_state import DashboardState
from shared.contracts.ids import Sequence
from shared.db.models import ApplyState, Audit, Dashboard, FetchState, FetchWindow, SourceEndpoint

# As a table: loading and tracking objects costs a poll more than asking the source does.
_STATE = cast("Table", FetchState.__table__)
_WINDOW = cast("Table", FetchWindow.__table__)


class ClaimLostError(Exception):
    """Somebody else works on this dashboard now, or it is gone; whoever sees this stops."""


@dataclass(frozen=True)
class Target:
    """What a fetcher needs to know of the dashboard it holds."""

    url: str
    token_encrypted: bytes
    source_changed_at: datetime | None
    poll_interval: timedelta
    settle: timedelta


@dataclass(frozen=True)
class Progress:
    """Where reading stands."""

    state: DashboardState
    failures: int
    warnings: frozenset[str]
    protocol: int | None
    source_seen_at: datetime | None
    watermark: datetime | None
    keys_from: datetime | None
    cursor: str
    calls_after: datetime | None
    next_sequence: Sequence
    applied_sequence: Sequence
    published_calls: int
    calls_before: int
    sizes: Sizes
    history_ended_at: datetime | None
    audited_at: datetime | None
    endpoints_read_at: datetime | None
    due_at: datetime
    claimed_until: datetime

    @property
    def batches_waiting(self) -> int:
        """Published but not applied."""
        return self.next_sequence - 1 - self.applied_sequence

    def after(self, step: Step) -> Self:
        """Where reading stands once the step is recorded."""
        if step.portion is None:
            return replace(self, sizes=step.sizes)
        span = step.portion.span
        return replace(
            self,
            sizes=step.sizes,
            watermark=span.end,
            cursor=span.cursors.until if span.cursors else self.cursor,
        )


@dataclass(frozen=True)
class Published:
    """A batch that was given its number."""

    sequence: Sequence
    kind: WindowKind
    span: Span
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
                select(
                    Dashboard.url,
                    Dashboard.token_encrypted,
                    Dashboard.source_changed_at,
                    Dashboard.poll_interval_seconds,
                    Dashboard.settle_seconds,
                )
                .join(_STATE, _STATE.c.dashboard_id == Dashboard.id)
                .where(Dashboard.id == self._claim.dashboard_id, _STATE.c.claim == self._claim.id)
            )
        ).one_or_none()
        if row is None:
            raise ClaimLostError
        return Target(
            url=row.url,
            token_encrypted=row.token_encrypted,
            source_changed_at=row.source_changed_at,
            poll_interval=timedelta(seconds=row.poll_interval_seconds),
            settle=timedelta(seconds=row.settle_seconds),
        )

    async def progress(self) -> Progress:
        """Raises ClaimLostError."""
        row = (
            await self._session.execute(
                select(
                    *_STATE.c,
                    func.coalesce(ApplyState.applied_sequence, 0).label("applied_sequence"),
                    Audit.audited_at,
                )
                .outerjoin(ApplyState, ApplyState.dashboard_id == _STATE.c.dashboard_id)
                .outerjoin(Audit, Audit.dashboard_id == _STATE.c.dashboard_id)
                .where(_STATE.c.dashboard_id == self._claim.dashboard_id, _STATE.c.claim == self._claim.id)
            )
        ).one_or_none()
        if row is None:
            raise ClaimLostError
        return Progress(
            state=DashboardState(row.state),
            failures=row.failures,
            warnings=frozenset(row.warnings),
            protocol=row.protocol,
            source_seen_at=row.source_seen_at,
            watermark=row.watermark,
            keys_from=row.keys_from,
            cursor=row.cursor,
            calls_after=row.calls_after,
            next_sequence=Sequence(row.next_sequence),
            applied_sequence=Sequence(row.applied_sequence),
            published_calls=row.published_calls,
            calls_before=row.calls_before,
            sizes=Sizes(row.window_seconds, row.page_calls),
            history_ended_at=row.history_ended_at,
            audited_at=row.audited_at,
            endpoints_read_at=row.endpoints_read_at,
            due_at=row.next_poll_at,
            claimed_until=row.claimed_until,
        )

    async def extend_claim(self, until: datetime) -> None:
        await self._update(claimed_until=until)

    async def save_details(self, details: Details) -> None:
        await self._update(
            source_version=details.version,
            source_total=details.total_calls,
            warnings=[warning.value for warning in details.warnings],
        )

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
        statement = postgresql.insert(SourceEndpoint).values(list(rows.values()))
        changed = ("monitor_level", "added_at", "version_added", "last_requested_at")
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["dashboard_id", "digest"],
                set_={column: statement.excluded[column] for column in changed},
            )
        )

    async def begin_history(self, start: datetime, until: datetime, now: datetime) -> None:
        await self._update(
            state=DashboardState.INITIALIZED_ENDPOINTS,
            watermark=start,
            keys_from=start,
            history_from=start,
            history_until=until,
            history_started_at=now,
        )

    async def end_history(self, now: datetime) -> None:
        await self._update(state=DashboardState.INITIALIZED_ENDPOINT_CALLS, history_ended_at=now)

    async def source_seen(self, changed_at: datetime | None) -> None:
        await self._update(source_seen_at=changed_at)

    async def set_protocol(self, protocol: int) -> None:
        await self._update(protocol=protocol)

    async def begin_anew(self, calls_after: datetime | None) -> None:
        """Protocol 2 from its beginning; calls up to ``calls_after`` were fetched before."""
        await self._update(
            cursor="",
            calls_after=calls_after,
            calls_before=_STATE.c.published_calls,
            keys_from=_STATE.c.watermark,
        )
        # Cursors and ids of what is gone mean other calls now, or none: no audit may ask for them.
        await self._session.execute(
            update(FetchWindow)
            .where(FetchWindow.dashboard_id == self._claim.dashboard_id, FetchWindow.keys.is_not(None))
            .values(keys=None)
        )

    async def record(
        self, portion: Portion, sequence: Sequence, keys: bytes | None, sizes: Sizes, now: datetime
    ) -> None:
        """The batch gets its number in the transaction that moves the watermark. Raises ClaimLostError."""
        await self._update(
            *self._stands_at(portion.span),
            _STATE.c.next_sequence == sequence,
            **_end_of(portion.span),
            **_sizes(sizes),
            **({} if keys is not None else {"keys_from": portion.span.end}),
            next_sequence=sequence + 1,
            published_calls=_STATE.c.published_calls + len(portion.calls),
        )
        await self._add_window(WindowKind.READ, portion, sequence, keys, now)

    async def record_nothing(self, span: Span, sizes: Sizes) -> None:
        """No calls, no batch: only the watermark moves. Raises ClaimLostError."""
        await self._update(*self._stands_at(span), **_end_of(span), **_sizes(sizes))

    async def record_late(self, portion: Portion, sequence: Sequence, keys: bytes, now: datetime) -> None:
        """A batch of calls behind the watermark. Raises ClaimLostError."""
        await self._update(
            _STATE.c.next_sequence == sequence,
            next_sequence=sequence + 1,
            published_calls=_STATE.c.published_calls + len(portion.calls),
            late_calls=_STATE.c.late_calls + len(portion.calls),
        )
        await self._add_window(WindowKind.LATE, portion, sequence, keys, now)

    async def _add_window(
        self, kind: WindowKind, portion: Portion, sequence: Sequence, keys: bytes | None, now: datetime
    ) -> None:
        cursors = portion.span.cursors
        await self._session.execute(
            insert(_WINDOW).values(
                dashboard_id=self._claim.dashboard_id,
                sequence=sequence,
                kind=kind,
                window_start=portion.span.start,
                window_end=portion.span.end,
                cursor_after=cursors.after if cursors else None,
                cursor_until=cursors.until if cursors else None,
                calls=len(portion.calls),
                keys=keys,
                entry_id=None,
                published_at=now,
            )
        )

    async def record_redelivery(
        self, published: Published, calls: int, keys: bytes | None, now: datetime
    ) -> None:
        """The same span and number once more; its rows may be others than the first time."""
        window = self._window(published.sequence)
        before = await self._session.scalar(select(FetchWindow.calls).where(*window).with_for_update())
        more = calls - (before or 0)
        values: dict[str, Any] = {"published_calls": _STATE.c.published_calls + more}
        if published.kind is WindowKind.LATE:
            values["late_calls"] = _STATE.c.late_calls + more
        if keys is None:
            values["keys_from"] = func.greatest(_STATE.c.keys_from, published.span.end)
        await self._update(**values)
        await self._session.execute(
            update(FetchWindow).where(*window).values(calls=calls, keys=keys, published_at=now, entry_id=None)
        )

    async def record_entry(self, sequence: Sequence, entry_id: str) -> None:
        await self._session.execute(
            update(FetchWindow).where(*self._window(sequence)).values(entry_id=entry_id)
        )

    async def waiting(self) -> list[Published]:
        """Published but not applied, in order."""
        rows = await self._session.execute(
            select(
                FetchWindow.sequence,
                FetchWindow.kind,
                FetchWindow.window_start,
                FetchWindow.window_end,
                FetchWindow.cursor_after,
                FetchWindow.cursor_until,
                FetchWindow.entry_id,
            )
            .outerjoin(ApplyState, ApplyState.dashboard_id == FetchWindow.dashboard_id)
            .where(
                FetchWindow.dashboard_id == self._claim.dashboard_id,
                FetchWindow.sequence > func.coalesce(ApplyState.applied_sequence, 0),
            )
            .order_by(FetchWindow.sequence)
        )
        return [
            Published(
                Sequence(row.sequence),
                WindowKind(row.kind),
                span_of(row.window_start, row.window_end, row.cursor_after, row.cursor_until),
                row.entry_id,
            )
            for row in rows
        ]

    async def is_applied(self, sequence: Sequence) -> bool:
        applied = await self._session.scalar(
            select(ApplyState.applied_sequence).where(ApplyState.dashboard_id == self._claim.dashboard_id)
        )
        return applied is not None and applied >= sequence

    async def set_state(self, state: DashboardState) -> None:
        await self._update(state=state)

    async def set_sizes(self, sizes: Sizes) -> None:
        await self._update(**_sizes(sizes))

    async def save_error(self, state: DashboardState, error: str, detail: str, failures: int) -> None:
        await self._update(state=state, error=error, error_detail=detail, failures=failures)

    async def release(self, next_poll_at: datetime) -> None:
        """Done for now; the claim is over."""
        await self._update(next_poll_at=next_poll_at, claim=None, claimed_until=None)

    async def release_recovered(self, next_poll_at: datetime) -> None:
        """As ``release``, and whatever was wrong with the source is no more."""
        await self._update(
            next_poll_at=next_poll_at,
            claim=None,
            claimed_until=None,
            error=None,
            error_detail=None,
            failures=0,
        )

    def _window(self, sequence: Sequence) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        return FetchWindow.dashboard_id == self._claim.dashboard_id, FetchWindow.sequence == sequence

    def _stands_at(self, span: Span) -> list[ColumnElement[bool]]:
        """Whether nobody moved the watermark since the span was asked for."""
        conditions = [_STATE.c.watermark == span.start]
        if span.cursors:
            conditions.append(_STATE.c.cursor == span.cursors.after)
        return conditions

    async def _update(self, *conditions: Any, **values: Any) -> None:
        """Exactly one row, or the claim is lost and the transaction must not commit."""
        changed = await self._session.scalar(
            update(_STATE)
            .where(
                _STATE.c.dashboard_id == self._claim.dashboard_id,
                _STATE.c.claim == self._claim.id,
                *conditions,
            )
            .values(**values)
            .returning(_STATE.c.dashboard_id)
        )
        if not isinstance(changed, UUID):
            raise ClaimLostError


def span_of(start: datetime, end: datetime, after: str | None, until: str | None) -> Span:
    return Span(start, end, None if after is None or until is None else Cursors(after, until))


def _end_of(span: Span) -> dict[str, Any]:
    return {"watermark": span.end} | ({"cursor": span.cursors.until} if span.cursors else {})


def _sizes(sizes: Sizes) -> dict[str, int]:
    return {"window_seconds": sizes.window_seconds, "page_calls": sizes.page_calls}
