"""Every query about a dashboard's traces. Writes name the claim, so only its holder changes anything."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import case, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.fetcher.source.agent_v2.traces import (
    TracedCall,
    TracedException,
    TracedOutlier,
    TracedProfile,
    TraceKind,
)
from services.fetcher.state.claims import Claim
from services.fetcher.state.repository import ClaimLostError
from shared.calls.name_digest import name_digest
from shared.db.models import Dashboard, Outlier, Profile, RaisedHour, TraceState
from shared.traces.records import encode


@dataclass(frozen=True)
class TraceTarget:
    url: str
    token_encrypted: bytes
    settle: timedelta
    kinds: tuple[TraceKind, ...]
    kinds_read_at: datetime | None
    cursors: Mapping[TraceKind, str]
    failures: int


class TraceRepository:
    """One dashboard's traces, for the holder of ``claim``, in the caller's transaction."""

    def __init__(self, session: AsyncSession, claim: Claim) -> None:
        self._session = session
        self._claim = claim

    async def target(self) -> TraceTarget:
        """Raises ClaimLostError."""
        row = (
            await self._session.execute(
                select(Dashboard.url, Dashboard.token_encrypted, Dashboard.settle_seconds, TraceState)
                .join(TraceState, TraceState.dashboard_id == Dashboard.id)
                .where(Dashboard.id == self._claim.dashboard_id, TraceState.claim == self._claim.id)
            )
        ).one_or_none()
        if row is None:
            raise ClaimLostError
        state = row.TraceState
        return TraceTarget(
            url=row.url,
            token_encrypted=row.token_encrypted,
            settle=timedelta(seconds=row.settle_seconds),
            kinds=tuple(TraceKind(kind) for kind in state.kinds),
            kinds_read_at=state.kinds_read_at,
            cursors={kind: getattr(state, _cursor_column(kind)) for kind in TraceKind},
            failures=state.failures,
        )

    async def extend_claim(self, until: datetime) -> None:
        await self._update(claimed_until=until)

    async def set_kinds(self, kinds: Sequence[TraceKind], now: datetime) -> None:
        await self._update(kinds=[kind.value for kind in kinds], kinds_read_at=now)

    async def set_cursor(self, kind: TraceKind, cursor: str) -> None:
        await self._update(**{_cursor_column(kind): cursor})

    async def begin_anew(self, kind: TraceKind) -> None:
        """The source's ids did. Of exceptions, those that it has kept or got back are not to count twice."""
        values: dict[str, Any] = {_cursor_column(kind): ""}
        if kind is TraceKind.EXCEPTIONS:
            counted = select(func.max(RaisedHour.last_at)).where(
                RaisedHour.dashboard_id == self._claim.dashboard_id
            )
            values["exceptions_after"] = counted.scalar_subquery()
        await self._update(**values)

    async def release_read(self, now: datetime, next_read_at: datetime) -> None:
        """All was read; the claim is over."""
        await self._update(read_at=now, next_read_at=next_read_at, failures=0, claim=None, claimed_until=None)

    async def release_failed(self, failures: int, next_read_at: datetime) -> None:
        await self._update(next_read_at=next_read_at, failures=failures, claim=None, claimed_until=None)

    async def give_back(self) -> None:
        """Not done: it is due as before."""
        await self._update(claim=None, claimed_until=None)

    async def add_outliers(self, outliers: Iterable[TracedOutlier]) -> None:
        rows = [
            self._row_of(each.call, TraceKind.OUTLIERS)
            | {
                "group_by": each.call.group_by,
                "ip": each.call.ip,
                "status": each.call.status,
                "notes": encode(each.notes),
            }
            for each in outliers
        ]
        if rows:
            await self._session.execute(insert(Outlier).values(rows).on_conflict_do_nothing())

    async def add_profiles(self, profiles: Iterable[TracedProfile]) -> None:
        rows = [
            self._row_of(each.call, TraceKind.PROFILES) | {"lines": encode(each.lines)} for each in profiles
        ]
        if rows:
            await self._session.execute(insert(Profile).values(rows).on_conflict_do_nothing())

    async def add_exceptions(self, exceptions: Iterable[TracedException]) -> None:
        """Counts them; in the transaction that moves the cursor, else one could count twice."""
        counted_until = await self._session.scalar(
            select(TraceState.exceptions_after).where(TraceState.dashboard_id == self._claim.dashboard_id)
        )
        rows: dict[tuple[UUID, datetime], dict[str, Any]] = {}
        for each in sorted(exceptions, key=lambda each: each.call.at):
            if counted_until is not None and each.call.at <= counted_until:
                continue
            row = self._raised(each)
            key = row["group_id"], row["hour"]
            if before := rows.get(key):
                row |= {"count": before["count"] + 1, "first_at": before["first_at"]}
            rows[key] = row
        if not rows:
            return
        statement = insert(RaisedHour).values(list(rows.values()))
        new = statement.excluded
        is_last = new.last_at >= RaisedHour.last_at
        latest = {
            column: case((is_last, new[column]), else_=getattr(RaisedHour, column))
            for column in ("message", "version", "stack")
        }
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["dashboard_id", "group_id", "hour"],
                set_={
                    "count": RaisedHour.count + new.count,
                    "first_at": func.least(RaisedHour.first_at, new.first_at),
                    "last_at": func.greatest(RaisedHour.last_at, new.last_at),
                    **latest,
                },
            )
        )

    def _row_of(self, call: TracedCall, kind: TraceKind) -> dict[str, Any]:
        return {
            "dashboard_id": self._claim.dashboard_id,
            "id": uuid5(self._claim.dashboard_id, f"{kind} {call.source_id} {call.at.isoformat()}"),
            "endpoint_digest": name_digest(call.endpoint),
            "endpoint": call.endpoint,
            "at": call.at,
            "execution_ms": call.execution_ms,
            "version": call.version,
        }

    def _raised(self, raised: TracedException) -> dict[str, Any]:
        call = raised.call
        innermost = raised.stack[-1] if raised.stack else None
        place = (innermost.file, innermost.line, innermost.function) if innermost else ()
        group = (call.endpoint, raised.type, raised.handled, *place)
        return {
            "dashboard_id": self._claim.dashboard_id,
            "group_id": uuid5(self._claim.dashboard_id, repr(group)),
            "hour": call.at.astimezone(UTC).replace(minute=0, second=0, microsecond=0),
            "endpoint_digest": name_digest(call.endpoint),
            "endpoint": call.endpoint,
            "type": raised.type,
            "handled": raised.handled,
            "count": 1,
            "first_at": call.at,
            "last_at": call.at,
            "message": raised.message,
            "version": call.version,
            "stack": encode(raised.stack),
        }

    async def _update(self, **values: Any) -> None:
        """Exactly one row, or the claim is lost and the transaction must not commit."""
        changed = await self._session.scalar(
            update(TraceState)
            .where(TraceState.dashboard_id == self._claim.dashboard_id, TraceState.claim == self._claim.id)
            .values(**values)
            .returning(TraceState.dashboard_id)
        )
        if changed is None:
            raise ClaimLostError


def _cursor_column(kind: TraceKind) -> str:
    return f"{kind.value}_cursor"
