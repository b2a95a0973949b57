"""Applies a batch exactly once: gate, names and blocks in one transaction, which the caller commits."""

from datetime import datetime
from enum import Enum

from sqlalchemy.ext.asyncio import AsyncSession

from services.aggregator.apply.names import NameCache, intern_names
from services.aggregator.apply.repository import ApplyRepository
from shared.calls.block import FORMAT, encode_block, from_us
from shared.calls.grouping import by_hour
from shared.contracts.call_batch import CallBatch


class Outcome(Enum):
    APPLIED = "applied"
    # Its number was applied before: this copy changes nothing.
    DUPLICATE = "duplicate"
    # A batch before it never arrived: the fetcher delivers both again, in order.
    GAP = "gap"
    # No such dashboard any more.
    ORPHAN = "orphan"


async def apply_batch(session: AsyncSession, batch: CallBatch, names: NameCache, now: datetime) -> Outcome:
    """Only APPLIED changes anything."""
    repository = ApplyRepository(session, batch.dashboard_id)
    if not await _pass_gate(repository, batch, now):
        await repository.begin(now)
        if not await _pass_gate(repository, batch, now):
            return _why_not(await repository.applied_sequence(), batch.sequence)
    ids = await intern_names(session, batch.dashboard_id, batch.calls, names)
    calls = batch.calls.with_ids(ids)
    rows = []
    for hour_us, chosen in by_hour(calls.at_us):
        of_hour = calls.select(chosen)
        rows.append(
            {
                "dashboard_id": batch.dashboard_id,
                "hour": from_us(hour_us),
                "sequence": batch.sequence,
                "calls": len(of_hour),
                "format": FORMAT,
                "data": encode_block(of_hour, hour_us),
            }
        )
    if rows:
        await repository.add_blocks(rows)
    return Outcome.APPLIED


async def _pass_gate(repository: ApplyRepository, batch: CallBatch, now: datetime) -> bool:
    at_us = batch.calls.at_us
    first = from_us(int(at_us.min())) if len(at_us) else batch.window_end
    last = from_us(int(at_us.max())) if len(at_us) else batch.window_start
    return await repository.pass_gate(batch.sequence, len(at_us), first, last, now)


def _why_not(applied: int | None, sequence: int) -> Outcome:
    if applied is None:
        return Outcome.ORPHAN
    return Outcome.DUPLICATE if applied >= sequence else Outcome.GAP
