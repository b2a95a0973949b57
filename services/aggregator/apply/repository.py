"""Every query that applying batches makes, but for names and seals."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    BindParameter,
    DateTime,
    Uuid,
    any_,
    bindparam,
    func,
    literal,
    select,
    text,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession

from shared.calls.rules import Judged
from shared.contracts.ids import DashboardId
from shared.db.models import ApplyState, Dashboard, RuledCalls

_TIMES = ARRAY(DateTime(timezone=True))
_MOVE = text("""
    UPDATE apply_state AS state
    SET applied_sequence = moved.sequence,
        applied_calls = state.applied_calls + moved.calls,
        corrected_calls = state.corrected_calls + moved.late,
        first_call_at = least(state.first_call_at, moved.first),
        last_call_at = greatest(state.last_call_at, moved.last),
        sealed_until = moved.sealed,
        applied_at = :now
    FROM unnest(:ids, :sequences, :calls, :late, :firsts, :lasts, :sealed)
      AS moved (id, sequence, calls, late, first, last, sealed)
    WHERE state.dashboard_id = moved.id
""").bindparams(
    bindparam("ids", type_=ARRAY(Uuid())),
    bindparam("sequences", type_=ARRAY(BigInteger())),
    bindparam("calls", type_=ARRAY(BigInteger())),
    bindparam("late", type_=ARRAY(BigInteger())),
    bindparam("firsts", type_=_TIMES),
    bindparam("lasts", type_=_TIMES),
    bindparam("sealed", type_=_TIMES),
    bindparam("now", type_=DateTime(timezone=True)),
)


@dataclass(frozen=True)
class Gate:
    """What apply_state says of a dashboard; its row is locked until the transaction ends."""

    applied_sequence: int
    sealed_until: datetime | None
    raw_from: datetime | None


@dataclass(frozen=True)
class Move:
    """How a dashboard's row in apply_state changes. Times are None where no call came."""

    dashboard_id: DashboardId
    applied_sequence: int
    calls: int
    corrected_calls: int
    first_call_at: datetime | None
    last_call_at: datetime | None
    sealed_until: datetime | None


def _ids(dashboard_ids: Collection[DashboardId]) -> BindParameter[Sequence[UUID]]:
    """One array: a list of parameters would be a statement of its own for each length."""
    return literal(list(dashboard_ids), type_=ARRAY(Uuid()))


class ApplyRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def lock(self, dashboard_ids: Collection[DashboardId], now: datetime) -> dict[DashboardId, Gate]:
        """The gates of those that exist and are not deleted; a dashboard's first batch makes its row."""
        found = await self._locked(dashboard_ids)
        missing = set(dashboard_ids) - found.keys()
        if missing:
            await self._begin(missing, now)
            found |= await self._locked(missing)
        return found

    async def _locked(self, dashboard_ids: Collection[DashboardId]) -> dict[DashboardId, Gate]:
        rows = await self._session.execute(
            select(
                ApplyState.dashboard_id,
                ApplyState.applied_sequence,
                ApplyState.sealed_until,
                ApplyState.raw_from,
            )
            .where(ApplyState.dashboard_id == any_(_ids(dashboard_ids)))
            # One order for all, so that two never wait for each other.
            .order_by(ApplyState.dashboard_id)
            .with_for_update()
        )
        return {DashboardId(row.dashboard_id): Gate(*row[1:]) for row in rows}

    async def _begin(self, dashboard_ids: Collection[DashboardId], now: datetime) -> None:
        dashboards = select(
            Dashboard.id, literal(0), literal(0), literal(now, type_=ApplyState.applied_at.type)
        ).where(Dashboard.id == any_(_ids(dashboard_ids)), Dashboard.owner_id.is_not(None))
        columns = ["dashboard_id", "applied_sequence", "applied_calls", "applied_at"]
        await self._session.execute(
            postgresql.insert(ApplyState).from_select(columns, dashboards).on_conflict_do_nothing()
        )

    async def move(self, moves: Sequence[Move], now: datetime) -> None:
        await self._session.execute(
            _MOVE,
            {
                "ids": [move.dashboard_id for move in moves],
                "sequences": [move.applied_sequence for move in moves],
                "calls": [move.calls for move in moves],
                "late": [move.corrected_calls for move in moves],
                "firsts": [move.first_call_at for move in moves],
                "lasts": [move.last_call_at for move in moves],
                "sealed": [move.sealed_until for move in moves],
                "now": now,
            },
        )

    async def count_ruled(self, dashboard_id: DashboardId, judged: Judged, now: datetime) -> None:
        rows = [
            {
                "dashboard_id": dashboard_id,
                "rule": rule.value,
                "calls": calls,
                "example": judged.samples[rule],
                "last_at": now,
            }
            for rule, calls in (judged.rejected | judged.mended).items()
        ]
        statement = postgresql.insert(RuledCalls)
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["dashboard_id", "rule"],
                set_={
                    "calls": RuledCalls.calls + statement.excluded.calls,
                    "example": statement.excluded.example,
                    "last_at": func.greatest(RuledCalls.last_at, statement.excluded.last_at),
                },
            ),
            rows,
        )
