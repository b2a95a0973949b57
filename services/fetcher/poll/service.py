"""One turn of work on one dashboard: initialise it, read its history, or fetch what is new.

A turn ends when the dashboard is up to date, when the aggregator is behind, or when its time is used up;
then the claim is released and the dashboard is due again, soon or after its poll interval.
"""

import asyncio
import time
from datetime import datetime, timedelta

import structlog

from services.fetcher.audit.service import audit_if_due
from services.fetcher.batch.reader import Reader
from services.fetcher.batch.service import redeliver_lost
from services.fetcher.poll.backoff import failure_delay
from services.fetcher.poll.phase import Phase, phase_of
from services.fetcher.poll.reading import Outcome, read_on
from services.fetcher.poll.sources import open_reader
from services.fetcher.resources import Resources
from services.fetcher.source.errors import SourceError, SourceResetError
from services.fetcher.source.source import Details, MonitorRule, SourceWarning
from services.fetcher.state.claims import Claim
from services.fetcher.state.holding import extend_claim, read_progress
from services.fetcher.state.repository import ClaimLostError, FetchRepository, Progress, Target
from services.fetcher.window.sizing import settled
from shared.contracts.dashboard_moved import DashboardMoved, publish_moved
from shared.contracts.dashboard_state import DashboardState

_SOON = timedelta(seconds=1)
_FRESH = 0.9
# Endpoints change with releases of the monitored app.
_RULES_MAX_AGE = timedelta(minutes=5)
# first-request went through the source's local time: it may be off by the largest UTC offset there is.
_HISTORY_MARGIN = timedelta(days=1)

_log = structlog.get_logger(__name__)


async def take_turn(resources: Resources, claim: Claim) -> None:
    """Never raises for what a source does; a lost claim means that somebody else goes on."""
    try:
        async with resources.sessions() as session:
            fetches = FetchRepository(session, claim)
            target, progress = await fetches.target(), await fetches.progress()
        if phase_of(progress.state) is Phase.POLL:
            await _take_turn(resources, claim, target, progress)
        elif resources.histories.locked():
            # Long histories take turns among themselves, so that polls are never kept waiting for them.
            await _release(resources, claim, resources.clock.now() + _SOON)
        else:
            async with resources.histories:
                await _take_turn(resources, claim, target, progress)
    except ClaimLostError:
        _log.info("claim_lost", dashboard=str(claim.dashboard_id))


async def _take_turn(resources: Resources, claim: Claim, target: Target, progress: Progress) -> None:
    """Raises ClaimLostError."""
    started_at = resources.clock.now()
    try:
        reader = await open_reader(resources, claim, target, progress)
        next_poll_at = await _work(resources, claim, reader, target, progress, started_at)
    except SourceResetError as error:
        await _begin_anew(resources, claim, target, error)
    except SourceError as error:
        await _release_failed(resources, claim, target, error)
    except asyncio.CancelledError:
        # The process is told to stop: whoever starts next need not wait for the claim to run out.
        await asyncio.shield(_release(resources, claim, resources.clock.now()))
        raise
    else:
        await _release_recovered(resources, claim, next_poll_at)
        if progress.failures:
            await _tell_pages(resources, claim)


async def _work(
    resources: Resources,
    claim: Claim,
    reader: Reader,
    target: Target,
    progress: Progress,
    started_at: datetime,
) -> datetime:
    """Returns when the dashboard is due again. Raises SourceError, ClaimLostError."""
    deadline = time.monotonic() + resources.settings.turn_length.total_seconds()
    if progress.claimed_until - started_at < resources.settings.claim_lifetime * _FRESH:
        # It waited in the queue; asking the source may take as long as a request may.
        await extend_claim(resources, claim)
    await redeliver_lost(resources, claim, reader, progress)
    phase = phase_of(progress.state)
    if phase is Phase.INITIALISE:
        await _initialise(resources, claim, reader, target)
        progress = await read_progress(resources, claim)
    elif _rules_are_old(progress, resources.clock.now()):
        await _refresh_rules(resources, claim, reader)
    if phase is Phase.POLL and await audit_if_due(resources, claim, reader, progress):
        progress = await read_progress(resources, claim)
    up_to = settled(started_at, target.settle)
    match await read_on(resources, claim, reader, progress, target, up_to, deadline):
        case Outcome.BEHIND:
            return resources.clock.now() + _SOON
        case Outcome.TIME_IS_UP:
            return resources.clock.now()
        case Outcome.ARRIVED:
            await _arrived(resources, claim, progress.state)
            return _next_poll(progress.due_at, started_at, target.poll_interval)


def _next_poll(due_at: datetime, started_at: datetime, interval: timedelta) -> datetime:
    """An interval after the turn was due, so that small delays do not add up; after one too late, from then on."""
    late = started_at - due_at
    return (due_at if late < interval / 10 else started_at) + interval


async def _initialise(resources: Resources, claim: Claim, reader: Reader, target: Target) -> None:
    details, rules = await _ask_for_rules(resources, claim, reader)
    now = resources.clock.now()
    until = settled(now, target.settle)
    first = details.first_call_at or until
    start = min(first, until).replace(microsecond=0) - _HISTORY_MARGIN
    async with resources.sessions.begin() as session:
        fetches = FetchRepository(session, claim)
        await fetches.save_details(details)
        await fetches.save_rules(rules, now)
        await fetches.begin_history(start, until, now)
    await _tell_pages(resources, claim)


async def _refresh_rules(resources: Resources, claim: Claim, reader: Reader) -> None:
    details, rules = await _ask_for_rules(resources, claim, reader)
    async with resources.sessions.begin() as session:
        fetches = FetchRepository(session, claim)
        await fetches.save_details(details)
        await fetches.save_rules(rules, resources.clock.now())


async def _ask_for_rules(
    resources: Resources, claim: Claim, reader: Reader
) -> tuple[Details, list[MonitorRule]]:
    """Each answer may take as long as a request may, and the claim has to outlive both."""
    details = await reader.source.get_details()
    await extend_claim(resources, claim)
    rules = await reader.source.get_monitor_rules()
    await extend_claim(resources, claim)
    return details, rules


async def _begin_anew(resources: Resources, claim: Claim, target: Target, error: SourceResetError) -> None:
    """The app's database was emptied or replaced: what was counted stays, what is new in it is read at once."""
    progress = await read_progress(resources, claim)
    if not progress.cursor:
        # It refuses even its own beginning.
        await _release_failed(resources, claim, target, error)
        return
    # What is put back from a backup was counted before. Where times cannot be trusted that is not to be told.
    calls_after = None if SourceWarning.CLOCK_FAULT in progress.warnings else progress.watermark
    async with resources.sessions.begin() as session:
        fetches = FetchRepository(session, claim)
        await fetches.begin_anew(calls_after)
        await fetches.release(resources.clock.now())
    _log.warning("source_reset", dashboard=str(claim.dashboard_id))


async def _arrived(resources: Resources, claim: Claim, state: DashboardState) -> None:
    """The watermark is as near to now as it may be: history is done, or polling goes well."""
    history = phase_of(state) is Phase.HISTORY
    if not history and state is DashboardState.FETCHED_ENDPOINT_CALLS:
        return
    async with resources.sessions.begin() as session:
        fetches = FetchRepository(session, claim)
        if history:
            await fetches.end_history(resources.clock.now())
        else:
            await fetches.set_state(DashboardState.FETCHED_ENDPOINT_CALLS)
    await _tell_pages(resources, claim)


async def _release(resources: Resources, claim: Claim, next_poll_at: datetime) -> None:
    async with resources.sessions.begin() as session:
        await FetchRepository(session, claim).release(next_poll_at)


async def _release_recovered(resources: Resources, claim: Claim, next_poll_at: datetime) -> None:
    async with resources.sessions.begin() as session:
        await FetchRepository(session, claim).release_recovered(next_poll_at)


async def _release_failed(resources: Resources, claim: Claim, target: Target, error: SourceError) -> None:
    progress = await read_progress(resources, claim)
    failures = progress.failures + 1
    delay = failure_delay(failures, target.poll_interval, resources.settings.failure_delay_max)
    async with resources.sessions.begin() as session:
        fetches = FetchRepository(session, claim)
        await fetches.save_error(phase_of(progress.state).failure, error.slug, str(error), failures)
        await fetches.release(resources.clock.now() + delay)
    _log.warning("source_failed", dashboard=str(claim.dashboard_id), error=error.slug, failures=failures)
    await _tell_pages(resources, claim)


def _rules_are_old(progress: Progress, now: datetime) -> bool:
    return progress.endpoints_read_at is None or now - progress.endpoints_read_at > _RULES_MAX_AGE


async def _tell_pages(resources: Resources, claim: Claim) -> None:
    await publish_moved(resources.redis, DashboardMoved(claim.dashboard_id))
