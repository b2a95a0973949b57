"""One turn of work on one dashboard: initialise it, read its history, or fetch what is new.

A turn ends when the dashboard is up to date, when the aggregator is behind, or when its time is used up;
then the claim is released and the dashboard is due again, soon or after its poll interval.
"""

import asyncio
import time
from datetime import datetime, timedelta

import structlog

from services.fetcher.poll.backoff import failure_delay
from services.fetcher.poll.phase import Phase, phase_of
from services.fetcher.resources import Resources
from services.fetcher.source.errors import SourceError, TokenLostError
from services.fetcher.source.fmd_v1.client import FmdV1
from services.fetcher.source.source import Source
from services.fetcher.state.claims import Claim
from services.fetcher.state.repository import ClaimLostError, FetchRepository, Progress, Target
from services.fetcher.window.service import advance, redeliver_lost
from services.fetcher.window.sizing import settled
from shared.contracts.dashboard_moved import DashboardMoved, publish_moved
from shared.contracts.dashboard_state import DashboardState
from shared.security.token_cipher import TokenUnreadableError

_WAIT_SECONDS = 0.05
_SOON = timedelta(seconds=1)
# Endpoints change with releases of the monitored app.
_RULES_MAX_AGE = timedelta(minutes=5)
# first-request went through the source's local time: it may be off by the largest UTC offset there is.
_HISTORY_MARGIN = timedelta(days=1)

_log = structlog.get_logger(__name__)


async def take_turn(resources: Resources, claim: Claim) -> None:
    """Never raises for what a source does; a lost claim means that somebody else goes on."""
    started_at = resources.clock.now()
    try:
        async with resources.sessions() as session:
            fetches = FetchRepository(session, claim)
            target, progress = await fetches.target(), await fetches.progress()
        try:
            source = _open_source(resources, target)
            next_poll_at = await _work(resources, claim, source, target, started_at)
        except SourceError as error:
            await _release_failed(resources, claim, target, error)
        except asyncio.CancelledError:
            # The process is told to stop: whoever starts next need not wait for the claim to run out.
            await asyncio.shield(_release(resources, claim, resources.clock.now()))
            raise
        else:
            await _release(resources, claim, next_poll_at, recovered=True)
            if progress.failures:
                await _tell_pages(resources, claim)
    except ClaimLostError:
        _log.info("claim_lost", dashboard=str(claim.dashboard_id))


def _open_source(resources: Resources, target: Target) -> Source:
    try:
        token = resources.cipher.decrypt(target.token_encrypted)
    except TokenUnreadableError:
        raise TokenLostError(
            "PyDash cannot read the token it stored for this app, since its own keys were changed. Whoever runs "
            "PyDash can bring the old key back into PYDASH_TOKEN_KEYS; else add the app again."
        ) from None
    return FmdV1(resources.http, target.url, token)


async def _work(
    resources: Resources, claim: Claim, source: Source, target: Target, started_at: datetime
) -> datetime:
    """Returns when the dashboard is due again. Raises SourceError, ClaimLostError."""
    deadline = time.monotonic() + resources.settings.turn_length.total_seconds()
    await redeliver_lost(resources, claim, source)
    progress = await _progress(resources, claim)
    if phase_of(progress.state) is Phase.INITIALISE:
        await _initialise(resources, claim, source, target)
    elif _rules_are_old(progress, resources.clock.now()):
        await _refresh_rules(resources, claim, source)
    polled_up_to = settled(started_at, target.settle)
    while True:
        progress = await _progress(resources, claim)
        if not await _has_room(resources, claim, progress):
            if time.monotonic() > deadline:
                return resources.clock.now() + _SOON
            await asyncio.sleep(_WAIT_SECONDS)
            continue
        if time.monotonic() > deadline:
            return resources.clock.now()
        # A poll ends where it began, else it would chase the calls that come in meanwhile; history runs on.
        polling = phase_of(progress.state) is Phase.POLL
        up_to = polled_up_to if polling else settled(resources.clock.now(), target.settle)
        if not await advance(resources, claim, source, progress, up_to):
            break
    await _arrived(resources, claim)
    return started_at + target.poll_interval


async def _initialise(resources: Resources, claim: Claim, source: Source, target: Target) -> None:
    details = await source.get_details()
    rules = await source.get_monitor_rules()
    now = resources.clock.now()
    until = settled(now, target.settle)
    first = details.first_call_at or until
    start = min(first, until).replace(microsecond=0) - _HISTORY_MARGIN
    async with resources.sessions.begin() as session:
        fetches = FetchRepository(session, claim)
        await fetches.save_details(details.version, details.total_calls)
        await fetches.save_rules(rules, now)
        await fetches.begin_history(start, until)
    await _tell_pages(resources, claim)


async def _refresh_rules(resources: Resources, claim: Claim, source: Source) -> None:
    details = await source.get_details()
    rules = await source.get_monitor_rules()
    async with resources.sessions.begin() as session:
        fetches = FetchRepository(session, claim)
        await fetches.save_details(details.version, details.total_calls)
        await fetches.save_rules(rules, resources.clock.now())


async def _arrived(resources: Resources, claim: Claim) -> None:
    """The watermark is as near to now as it may be: history is done, or polling goes well."""
    progress = await _progress(resources, claim)
    state = DashboardState.FETCHED_ENDPOINT_CALLS
    if phase_of(progress.state) is Phase.HISTORY:
        state = DashboardState.INITIALIZED_ENDPOINT_CALLS
    if state is not progress.state:
        async with resources.sessions.begin() as session:
            await FetchRepository(session, claim).set_state(state)
        await _tell_pages(resources, claim)


async def _release(
    resources: Resources, claim: Claim, next_poll_at: datetime, *, recovered: bool = False
) -> None:
    async with resources.sessions.begin() as session:
        fetches = FetchRepository(session, claim)
        if recovered:
            await fetches.clear_error()
        await fetches.release(next_poll_at)


async def _release_failed(resources: Resources, claim: Claim, target: Target, error: SourceError) -> None:
    progress = await _progress(resources, claim)
    failures = progress.failures + 1
    delay = failure_delay(failures, target.poll_interval, resources.settings.failure_delay_max)
    async with resources.sessions.begin() as session:
        fetches = FetchRepository(session, claim)
        await fetches.save_error(phase_of(progress.state).failure, error.slug, str(error), failures)
        await fetches.release(resources.clock.now() + delay)
    _log.warning("source_failed", dashboard=str(claim.dashboard_id), error=error.slug, failures=failures)
    await _tell_pages(resources, claim)


async def _has_room(resources: Resources, claim: Claim, progress: Progress) -> bool:
    if progress.batches_waiting >= resources.settings.batches_waiting_max:
        return False
    return await resources.publisher.has_room(claim.dashboard_id)


async def _progress(resources: Resources, claim: Claim) -> Progress:
    async with resources.sessions() as session:
        return await FetchRepository(session, claim).progress()


def _rules_are_old(progress: Progress, now: datetime) -> bool:
    return progress.endpoints_read_at is None or now - progress.endpoints_read_at > _RULES_MAX_AGE


async def _tell_pages(resources: Resources, claim: Claim) -> None:
    await publish_moved(resources.redis, DashboardMoved(claim.dashboard_id))
