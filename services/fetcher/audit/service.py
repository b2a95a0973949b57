"""Compares what was published with what the source has by now, and publishes what came late.

A row's time is set when it is inserted, its commit comes later: a row that was committed more than
``settle_seconds`` late stands behind the watermark, where no poll looks again. So each window is read a second
time, and the source's own total is compared with ours; where the source has more, all windows of the last day
are read again.
"""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import structlog

from services.fetcher.audit.late import late_portion
from services.fetcher.audit.repository import AuditedWindow, AuditRepository
from services.fetcher.batch.keys import encode_keys
from services.fetcher.batch.portion import Cursors, Portion, Span
from services.fetcher.batch.reader import Reader
from services.fetcher.batch.service import publish
from services.fetcher.page.reader import PageReader
from services.fetcher.resources import Resources
from services.fetcher.state.claims import Claim
from services.fetcher.state.holding import extend_claim, read_progress
from services.fetcher.state.repository import FetchRepository, Progress
from services.fetcher.window.sizing import CALLS_WANTED_MAX
from shared.contracts.ids import DashboardId
from shared.db.models import Audit

# The source's clock may be ahead of ours.
_CLOCK_TOLERANCE = timedelta(hours=1)

_FIRST_WITHIN = timedelta(minutes=5)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_log = structlog.get_logger(__name__)


async def audit_if_due(resources: Resources, claim: Claim, reader: Reader, progress: Progress) -> bool:
    """Whether it was. Raises SourceError, ClaimLostError."""
    if not _is_due(claim.dashboard_id, progress, resources.clock.now(), resources.settings.audit_interval):
        return False
    async with resources.sessions() as session:
        last = await AuditRepository(session, claim).last()
    await _audit(resources, claim, reader, last)
    return True


def _is_due(dashboard_id: DashboardId, progress: Progress, now: datetime, interval: timedelta) -> bool:
    due = last_due(dashboard_id, now, interval)
    if progress.audited_at is not None:
        return progress.audited_at < due
    # The first follows a history at once: it says whether all of that arrived. Dashboards whose history was read
    # before there were audits begin at the moment that is theirs.
    return progress.history_ended_at is not None or now - due < _FIRST_WITHIN


def last_due(dashboard_id: DashboardId, now: datetime, interval: timedelta) -> datetime:
    """When an audit was due last: every dashboard has a moment of its own, so that they do not all come at once."""
    own = timedelta(seconds=dashboard_id.int % max(1, round(interval.total_seconds())))
    return now - (now - _EPOCH - own) % interval


async def _audit(resources: Resources, claim: Claim, reader: Reader, last: Audit | None) -> None:
    progress = await read_progress(resources, claim)
    oldest = resources.clock.now() - resources.settings.audit_reach
    if progress.keys_from is not None:
        oldest = max(oldest, progress.keys_from)
    since = oldest if last is None else max(oldest, last.audited_until)
    until = await _read_again(resources, claim, reader, since)
    found = await _compare_totals(resources, claim, reader, until)
    # What is missing for good (the source was filled by hand, say) is not looked for each time.
    if found.missing_calls > (0 if last is None else last.missing_calls) and since > oldest:
        await _read_again(resources, claim, reader, oldest)
        found = await _compare_totals(resources, claim, reader, until)
    async with resources.sessions.begin() as session:
        await FetchRepository(session, claim).extend_claim(
            resources.clock.now() + resources.settings.claim_lifetime
        )
        await AuditRepository(session, claim).save(found)
    _log.info(
        "audited",
        dashboard=str(claim.dashboard_id),
        counted=found.counted_calls,
        missing=found.missing_calls,
        surplus=found.surplus_calls,
    )


async def _read_again(resources: Resources, claim: Claim, reader: Reader, since: datetime) -> datetime:
    """Publishes what came late after ``since``; returns up to where everything was compared."""
    async with resources.sessions() as session:
        audits = AuditRepository(session, claim)
        windows = await audits.windows(since)
        first_waiting = await audits.first_waiting()
        progress = await FetchRepository(session, claim).progress()
    assert progress.watermark is not None
    until = progress.watermark if first_waiting is None else first_waiting
    if isinstance(reader, PageReader):
        spans = _pages_with_more(reader, [window for window in windows if window.span.cursors])
    else:
        spans = _windows(windows, since, until)
    async for span in spans:
        await extend_claim(resources, claim)
        late = await late_portion(resources, claim, await reader.read_again(span, progress))
        if len(late.calls):
            await _publish_late(resources, claim, late)
    return until


async def _windows(windows: Sequence[AuditedWindow], since: datetime, until: datetime) -> AsyncIterator[Span]:
    """Spans that together reach from ``since`` to ``until``, cut where windows end, each of a fair size."""
    windows = [window for window in windows if window.span.end <= until and not window.span.cursors]
    start, rows = min([since.replace(microsecond=0), *(window.span.start for window in windows)]), 0
    for window, following in pairwise([*windows, None]):
        assert window is not None
        rows += window.rows
        if following is not None and rows + following.rows > CALLS_WANTED_MAX:
            yield Span(start, window.span.end)
            start, rows = window.span.end, 0
    if start < until:
        yield Span(start, until)


async def _pages_with_more(reader: PageReader, windows: Sequence[AuditedWindow]) -> AsyncIterator[Span]:
    """The spans of which the source has more rows than were published: it can count without giving them."""
    for run in _runs(windows):
        if await _count(reader, run) <= sum(window.rows for window in run):
            continue
        if len(run) == 1:
            yield run[0].span
            continue
        middle = len(run) // 2
        for half in (run[:middle], run[middle:]):
            async for span in _pages_with_more(reader, half):
                yield span


def _runs(windows: Sequence[AuditedWindow]) -> list[list[AuditedWindow]]:
    """Neighbours, each beginning where the one before ended."""
    runs: list[list[AuditedWindow]] = []
    for window in windows:
        if runs and _cursors(runs[-1][-1]).until == _cursors(window).after:
            runs[-1].append(window)
        else:
            runs.append([window])
    return runs


async def _count(reader: PageReader, run: Sequence[AuditedWindow]) -> int:
    return await reader.source.count(_cursors(run[0]).after, _cursors(run[-1]).until)


def _cursors(window: AuditedWindow) -> Cursors:
    assert window.span.cursors is not None
    return window.span.cursors


async def _publish_late(resources: Resources, claim: Claim, late: Portion) -> None:
    now, keys = resources.clock.now(), encode_keys(late.keys)
    async with resources.sessions.begin() as session:
        fetches = FetchRepository(session, claim)
        sequence = (await fetches.progress()).next_sequence
        await fetches.record_late(late, sequence, keys, now)
    await publish(resources, claim, sequence, late)
    _log.info("late_calls", dashboard=str(claim.dashboard_id), sequence=sequence, calls=len(late.calls))


async def _compare_totals(resources: Resources, claim: Claim, reader: Reader, until: datetime) -> Audit:
    """The source's total twice, and between that the calls it has beyond the watermark: it does not stand still."""
    progress = await read_progress(resources, claim)
    before = (await reader.source.get_details()).total_calls
    unsettled = await _unsettled(resources, reader, progress)
    after = (await reader.source.get_details()).total_calls
    most = progress.published_calls + unsettled
    least = most - progress.calls_before
    return Audit(
        dashboard_id=claim.dashboard_id,
        audited_at=resources.clock.now(),
        audited_until=until,
        source_calls=after,
        unsettled_calls=unsettled,
        counted_calls=progress.published_calls,
        missing_calls=max(0, min(before, after) - most),
        surplus_calls=max(0, least - max(before, after)),
    )


async def _unsettled(resources: Resources, reader: Reader, progress: Progress) -> int:
    """How many calls the source has after the watermark."""
    assert progress.watermark is not None
    if isinstance(reader, PageReader):
        return await reader.source.count(progress.cursor, "")
    end = (resources.clock.now() + _CLOCK_TOLERANCE).replace(microsecond=0)
    portion = await reader.read_again(Span(progress.watermark, end), progress)
    return len(portion.calls)
