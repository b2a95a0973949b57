"""Reads what a source noted of single calls since it was asked last."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import structlog

from services.fetcher.poll.backoff import failure_delay
from services.fetcher.poll.sources import open_token
from services.fetcher.resources import Resources
from services.fetcher.source.agent_v2.client import AgentV2
from services.fetcher.source.agent_v2.traces import (
    TracedException,
    TracedOutlier,
    TracedProfile,
    TraceKind,
    TracePage,
)
from services.fetcher.source.errors import AnswerTooLargeError, SourceError, SourceResetError
from services.fetcher.state.claims import Claim
from services.fetcher.state.repository import ClaimLostError
from services.fetcher.trace.repository import TraceRepository, TraceTarget
from services.fetcher.trace.retention import keep_newest
from shared.contracts.dashboard_moved import DashboardMoved, publish_moved

# What a source has changes with releases of the app's own packages. Asking makes it count all of its calls.
_KINDS_MAX_AGE = timedelta(hours=1)
# Examples: no more than are kept of an endpoint.
_NEWEST = 200
# Each exception counts; what is beyond these pages waits for the next time.
_EXCEPTIONS_A_PAGE = 500
_PAGES_MAX = 6
# Where an answer is too large to be read, one of so much fewer traces.
_SMALLER = 10

_log = structlog.get_logger(__name__)

_AnyPage = TracePage[TracedOutlier] | TracePage[TracedProfile] | TracePage[TracedException]


async def read_traces(resources: Resources, claim: Claim) -> None:
    """Never raises for what a source does; a lost claim means that somebody else goes on."""
    try:
        async with resources.sessions() as session:
            target = await TraceRepository(session, claim).target()
        try:
            await _read(resources, claim, target)
        except SourceError as error:
            await _put_off(resources, claim, target, error)
        except asyncio.CancelledError:
            # The process is told to stop: whoever starts next need not wait for the claim to run out.
            with suppress(ClaimLostError):
                await asyncio.shield(_give_back(resources, claim))
            raise
    except ClaimLostError:
        _log.info("trace_claim_lost", dashboard=str(claim.dashboard_id))


async def _read(resources: Resources, claim: Claim, target: TraceTarget) -> None:
    """Raises SourceError, ClaimLostError."""
    agent = AgentV2(resources.http, target.url, open_token(resources, target.token_encrypted))
    found = 0
    for kind in await _kinds(resources, claim, target, agent):
        cursor, more, pages, brought = target.cursors[kind], True, 0, 0
        while more and pages < _PAGES_MAX:
            page = await _page(resources, claim, target, agent, kind, cursor)
            if page.traces or page.cursor != cursor:
                await _save(resources, claim, kind, page)
            brought += len(page.traces)
            cursor, more, pages = page.cursor, page.more, pages + 1
        # Most exceptions count in an hour that is kept already: what one page adds may wait for forget_traces.
        if brought and (kind is not TraceKind.EXCEPTIONS or pages > 1):
            async with resources.sessions.begin() as session:
                await keep_newest(session, kind, claim.dashboard_id)
        found += brought
    now = resources.clock.now()
    async with resources.sessions.begin() as session:
        await TraceRepository(session, claim).release_read(now, now + resources.settings.trace_interval)
    if found:
        await publish_moved(resources.redis, DashboardMoved(claim.dashboard_id))


async def _kinds(
    resources: Resources, claim: Claim, target: TraceTarget, agent: AgentV2
) -> tuple[TraceKind, ...]:
    now = resources.clock.now()
    if target.kinds_read_at is not None and now - target.kinds_read_at < _KINDS_MAX_AGE:
        return target.kinds
    kinds = await agent.get_trace_kinds()
    async with resources.sessions.begin() as session:
        await TraceRepository(session, claim).set_kinds(kinds, now)
    return kinds


async def _page(
    resources: Resources, claim: Claim, target: TraceTarget, agent: AgentV2, kind: TraceKind, after: str
) -> _AnyPage:
    """Raises SourceError, ClaimLostError."""
    limit = _EXCEPTIONS_A_PAGE if kind is TraceKind.EXCEPTIONS else _NEWEST
    while True:
        async with resources.sessions.begin() as session:
            until = resources.clock.now() + resources.settings.claim_lifetime
            await TraceRepository(session, claim).extend_claim(until)
        try:
            return await _ask(agent, kind, after, limit, target.settle)
        except SourceResetError:
            if not after:
                raise
            # Its database was emptied or replaced, or its traces were pruned.
            async with resources.sessions.begin() as session:
                await TraceRepository(session, claim).begin_anew(kind)
            after = ""
        except AnswerTooLargeError:
            if limit == 1:
                raise
            limit = max(1, limit // _SMALLER)


async def _ask(agent: AgentV2, kind: TraceKind, after: str, limit: int, settle: timedelta) -> _AnyPage:
    match kind:
        case TraceKind.OUTLIERS:
            return await agent.get_outliers(after, limit, settle)
        case TraceKind.PROFILES:
            return await agent.get_profiles(after, limit, settle)
        case TraceKind.EXCEPTIONS:
            return await agent.get_exceptions(after, limit, settle)


async def _save(resources: Resources, claim: Claim, kind: TraceKind, page: _AnyPage) -> None:
    """The traces and the cursor behind them in one transaction."""
    forgotten_before = resources.clock.now() - resources.settings.trace_retention
    traces = [each for each in page.traces if each.call.at >= forgotten_before]
    async with resources.sessions.begin() as session:
        repository = TraceRepository(session, claim)
        await repository.set_cursor(kind, page.cursor)
        await repository.add_outliers(each for each in traces if isinstance(each, TracedOutlier))
        await repository.add_profiles(each for each in traces if isinstance(each, TracedProfile))
        await repository.add_exceptions(each for each in traces if isinstance(each, TracedException))


async def _put_off(resources: Resources, claim: Claim, target: TraceTarget, error: SourceError) -> None:
    failures = target.failures + 1
    settings = resources.settings
    delay = failure_delay(failures, settings.trace_interval, settings.failure_delay_max)
    async with resources.sessions.begin() as session:
        await TraceRepository(session, claim).release_failed(failures, resources.clock.now() + delay)
    _log.warning("traces_unread", dashboard=str(claim.dashboard_id), error=error.slug, failures=failures)


async def _give_back(resources: Resources, claim: Claim) -> None:
    async with resources.sessions.begin() as session:
        await TraceRepository(session, claim).give_back()
