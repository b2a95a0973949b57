"""Moves a dashboard's watermark: fetches a window, records it as a numbered batch, publishes it.

The number is given in the transaction that moves the watermark; the entry follows. A crash between the two
leaves a recorded window without an entry, which ``redeliver_lost`` finds and fetches again.
"""

import time
from datetime import datetime

import structlog

from services.fetcher.resources import Resources
from services.fetcher.source.errors import AnswerTooLargeError
from services.fetcher.source.source import Source, Window
from services.fetcher.state.claims import Claim
from services.fetcher.state.repository import FetchRepository, Progress, PublishedWindow
from services.fetcher.window.sizing import adapted, narrowed, next_window
from shared.calls.named import NamedCalls
from shared.contracts.call_batch import CallBatch
from shared.contracts.ids import Sequence

_log = structlog.get_logger(__name__)


async def advance(
    resources: Resources, claim: Claim, source: Source, progress: Progress, target: datetime
) -> bool:
    """Publishes the window after the watermark; False when ``target`` is reached.

    Raises SourceError, ClaimLostError.
    """
    assert progress.watermark is not None
    window = next_window(progress.watermark, target, progress.window_seconds)
    if window is None:
        return False
    await _extend_claim(resources, claim)
    started = time.monotonic()
    try:
        calls = await source.get_data(window)
    except AnswerTooLargeError:
        half = narrowed(window)
        if half is None:
            raise
        await _set_window_seconds(resources, claim, half)
        return True
    half = narrowed(window)
    if len(calls) > resources.settings.batch_calls_max and half is not None:
        await _set_window_seconds(resources, claim, half)
        return True
    seconds = adapted(progress.window_seconds, window, len(calls), time.monotonic() - started)
    await _record(resources, claim, window, progress.next_sequence, calls, seconds)
    return True


async def redeliver_lost(resources: Resources, claim: Claim, source: Source) -> None:
    """Fetches again, under the same number, every window whose batch is neither applied nor in its stream.

    Raises SourceError, ClaimLostError.
    """
    async with resources.sessions() as session:
        waiting = await FetchRepository(session, claim).waiting_windows()
    for published in waiting:
        if not await _is_lost(resources, claim, published):
            continue
        await _extend_claim(resources, claim)
        calls = await source.get_data(published.window)
        async with resources.sessions.begin() as session:
            fetches = FetchRepository(session, claim)
            await fetches.record_redelivery(published.sequence, len(calls), resources.clock.now())
        await _publish(resources, claim, published.window, published.sequence, calls)
        _log.info("batch_redelivered", dashboard=str(claim.dashboard_id), sequence=published.sequence)


async def _is_lost(resources: Resources, claim: Claim, published: PublishedWindow) -> bool:
    if published.entry_id is not None:
        if await resources.publisher.holds(claim.dashboard_id, published.entry_id):
            return False
        # The aggregator commits before it removes the entry, so asking in this order misses nothing.
        async with resources.sessions() as session:
            return not await FetchRepository(session, claim).is_applied(published.sequence)
    return True


async def _record(
    resources: Resources, claim: Claim, window: Window, sequence: Sequence, calls: NamedCalls, seconds: int
) -> None:
    async with resources.sessions.begin() as session:
        fetches = FetchRepository(session, claim)
        if not len(calls):
            await fetches.record_empty_window(window, seconds)
            return
        await fetches.record_window(window, sequence, len(calls), seconds, resources.clock.now())
    await _publish(resources, claim, window, sequence, calls)


async def _publish(
    resources: Resources, claim: Claim, window: Window, sequence: Sequence, calls: NamedCalls
) -> None:
    batch = CallBatch(claim.dashboard_id, sequence, window.start, window.end, calls)
    entry_id = await resources.publisher.publish(batch)
    async with resources.sessions.begin() as session:
        await FetchRepository(session, claim).record_entry(sequence, entry_id)


async def _extend_claim(resources: Resources, claim: Claim) -> None:
    until = resources.clock.now() + resources.settings.claim_lifetime
    async with resources.sessions.begin() as session:
        await FetchRepository(session, claim).extend_claim(until)


async def _set_window_seconds(resources: Resources, claim: Claim, seconds: int) -> None:
    async with resources.sessions.begin() as session:
        await FetchRepository(session, claim).set_window_seconds(seconds)
