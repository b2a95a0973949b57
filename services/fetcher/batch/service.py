"""Makes numbered batches of what sources give, and sees to it that each reaches its stream.

A batch's number is given in the transaction that moves the watermark; the entry follows. A crash between the
two leaves a recorded window without an entry, which ``redeliver_lost`` finds and reads again.
"""

import asyncio
from datetime import datetime

import numpy as np
import structlog

from services.fetcher.audit.late import late_portion
from services.fetcher.batch.keys import encode_keys
from services.fetcher.batch.portion import Portion, Step, WindowKind
from services.fetcher.batch.reader import Reader
from services.fetcher.resources import Resources
from services.fetcher.source.errors import SourceResetError
from services.fetcher.state.claims import Claim
from services.fetcher.state.repository import FetchRepository, Progress, Published
from shared.calls.named import NamedCalls
from shared.contracts.call_batch import CallBatch
from shared.contracts.ids import Sequence

_log = structlog.get_logger(__name__)


async def record_step(resources: Resources, claim: Claim, progress: Progress, step: Step) -> None:
    """What the step brought becomes the next batch. Raises ClaimLostError."""
    portion, now = step.portion, resources.clock.now()
    keys = None if portion is None else await _keys(resources, portion, now)
    async with resources.sessions.begin() as session:
        fetches = FetchRepository(session, claim)
        if step.more:
            await fetches.extend_claim(now + resources.settings.claim_lifetime)
        if portion is None:
            await fetches.set_sizes(step.sizes)
            return
        if not len(portion.calls):
            await fetches.record_nothing(portion.span, step.sizes)
            return
        await fetches.record(portion, progress.next_sequence, keys, step.sizes, now)
    await publish(resources, claim, progress.next_sequence, portion)


async def publish(resources: Resources, claim: Claim, sequence: Sequence, portion: Portion) -> None:
    span = portion.span
    batch = CallBatch(claim.dashboard_id, sequence, span.start, span.end, portion.calls)
    entry_id = await resources.publisher.publish(batch)
    async with resources.sessions.begin() as session:
        await FetchRepository(session, claim).record_entry(sequence, entry_id)


async def redeliver_lost(resources: Resources, claim: Claim, reader: Reader, progress: Progress) -> None:
    """Reads again, under the same number, every batch that is neither applied nor in its stream.

    Raises SourceError, ClaimLostError.
    """
    if not progress.batches_waiting:
        return
    async with resources.sessions() as session:
        waiting = await FetchRepository(session, claim).waiting()
    for published in waiting:
        if not await _is_lost(resources, claim, published):
            continue
        portion = await _read_again(reader, published, progress)
        if published.kind is WindowKind.LATE:
            portion = await late_portion(resources, claim, portion, published.sequence)
        now = resources.clock.now()
        keys = await _keys(resources, portion, now)
        async with resources.sessions.begin() as session:
            fetches = FetchRepository(session, claim)
            await fetches.extend_claim(now + resources.settings.claim_lifetime)
            await fetches.record_redelivery(published, len(portion.calls), keys, now)
        await publish(resources, claim, published.sequence, portion)
        _log.info("batch_redelivered", dashboard=str(claim.dashboard_id), sequence=published.sequence)


async def _read_again(reader: Reader, published: Published, progress: Progress) -> Portion:
    try:
        return await reader.read_again(published.span, progress)
    except SourceResetError:
        if published.span.cursors is None:
            raise
        # The app's database was emptied before these calls arrived: they are gone. The batches after this one wait
        # for its number, so it goes on without them.
        _log.warning("calls_gone_from_source", sequence=published.sequence)
        return Portion(published.span, NamedCalls.empty(), np.empty(0, np.uint64))


async def _is_lost(resources: Resources, claim: Claim, published: Published) -> bool:
    if published.entry_id is not None:
        if await resources.publisher.holds(claim.dashboard_id, published.entry_id):
            return False
        # The aggregator commits before it removes the entry, so asking in this order misses nothing.
        async with resources.sessions() as session:
            return not await FetchRepository(session, claim).is_applied(published.sequence)
    return True


async def _keys(resources: Resources, portion: Portion, now: datetime) -> bytes | None:
    """None for what ended so long ago that no audit will ask."""
    if portion.span.end < now - resources.settings.audit_reach:
        return None
    return await asyncio.to_thread(encode_keys, portion.keys)
