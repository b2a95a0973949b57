"""Applies batches exactly once: gate, rules, names, blocks and rollups in one transaction.

The caller commits. Several batches, of one dashboard or of many, may share the transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum

from sqlalchemy.ext.asyncio import AsyncSession

from services.aggregator.apply.names import FoundNames, intern_names
from services.aggregator.apply.repository import ApplyRepository, Gate, Move
from services.aggregator.seal.service import OpenHours, seal
from services.aggregator.seal.store import SealStore
from shared.calls.block import from_us
from shared.calls.calls import Calls
from shared.calls.named import NamedCalls
from shared.calls.rules import judge
from shared.contracts.call_batch import CallBatch
from shared.contracts.ids import DashboardId


class Outcome(Enum):
    APPLIED = "applied"
    # Its number was applied before: this copy changes nothing.
    DUPLICATE = "duplicate"
    # A batch before it never arrived: the fetcher delivers both again, in order.
    GAP = "gap"
    # No such dashboard any more.
    ORPHAN = "orphan"


@dataclass
class _Applied:
    """What a dashboard got in this transaction."""

    gate: Gate
    sequence: int
    parts: list[NamedCalls] = field(default_factory=list)
    reached: datetime | None = None


async def apply_batches(
    session: AsyncSession,
    batches: Sequence[CallBatch],
    names: FoundNames,
    open_hours: OpenHours,
    now: datetime,
) -> list[Outcome]:
    """One outcome a batch; only APPLIED changes anything."""
    repository = ApplyRepository(session)
    gates = await repository.lock({batch.dashboard_id for batch in batches}, now)
    applied = {dashboard_id: _Applied(gate, gate.applied_sequence) for dashboard_id, gate in gates.items()}
    outcomes = []
    for batch in batches:
        dashboard = applied.get(batch.dashboard_id)
        outcome = _outcome(None if dashboard is None else dashboard.sequence, batch.sequence)
        outcomes.append(outcome)
        if dashboard is not None and outcome is Outcome.APPLIED:
            dashboard.sequence = batch.sequence
            dashboard.reached = max(batch.window_end, dashboard.reached or batch.window_end)
            judged = judge(batch.calls, now)
            if judged.samples:
                await repository.count_ruled(batch.dashboard_id, judged, now)
            dashboard.parts.append(judged.accepted)
    await intern_names(
        session,
        ((dashboard_id, calls) for dashboard_id, dashboard in applied.items() for calls in dashboard.parts),
        names,
    )
    store = SealStore(session)
    moves = [
        await _seal(store, dashboard_id, dashboard, names, open_hours)
        for dashboard_id, dashboard in applied.items()
        if dashboard.sequence != dashboard.gate.applied_sequence
    ]
    if moves:
        await store.flush()
        await repository.move(moves, now)
    return outcomes


def _outcome(applied: int | None, sequence: int) -> Outcome:
    if applied is None:
        return Outcome.ORPHAN
    if applied >= sequence:
        return Outcome.DUPLICATE
    return Outcome.APPLIED if applied == sequence - 1 else Outcome.GAP


async def _seal(
    store: SealStore,
    dashboard_id: DashboardId,
    applied: _Applied,
    names: FoundNames,
    open_hours: OpenHours,
) -> Move:
    calls = Calls.concat([part.with_ids(names.of(dashboard_id, part)) for part in applied.parts])
    assert applied.reached is not None
    sealed = await seal(
        store.of(dashboard_id, applied.gate.sealed_until, applied.gate.raw_from),
        calls,
        applied.sequence,
        applied.reached,
        open_hours,
    )
    move = Move(dashboard_id, applied.sequence, len(calls), sealed.corrected_calls, None, None, sealed.until)
    if not len(calls):
        return move
    return replace(
        move,
        first_call_at=from_us(int(calls.at_us.min())),
        last_call_at=from_us(int(calls.at_us.max())),
    )
