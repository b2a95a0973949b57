"""What is shown of a dashboard's uptime."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from services.api.dashboard.repository import DashboardRow
from services.api.uptime.days import resolve_days
from services.api.uptime.repository import UptimeRepository
from services.api.uptime.schemas import (
    Downtime,
    DowntimeDay,
    DowntimeQuery,
    DowntimeRead,
    DowntimeTally,
    StandingRead,
)
from services.api.uptime.standing import Reading, is_quiet, standing
from services.api.uptime.tally import Known, Tally, by_day, uptime_percent

# An app that goes up and down all day long says no more by its thousandth downtime.
_DOWNTIMES_MAX = 50


async def downtime(
    uptime: UptimeRepository, row: DashboardRow, asked: DowntimeQuery, now: datetime
) -> DowntimeRead:
    """Raises InvalidQueryError."""
    days = resolve_days(asked, now)
    start, end = days[0].start, days[-1].end
    tallies = by_day(await uptime.between(start, end), days)
    return DowntimeRead(
        start=start,
        end=end,
        total=_total(tallies),
        days=[_day(tally) for tally in tallies],
        now=await now_of(uptime, row, now),
    )


async def now_of(uptime: UptimeRepository, row: DashboardRow, now: datetime) -> StandingRead:
    """How the app stands now."""
    return standing_of(await uptime.last(), row, now)


def standing_of(last: Known | None, row: DashboardRow, now: datetime) -> StandingRead:
    """By the last interval of all."""
    interval = row.dashboard.ping_interval_seconds
    found = standing(last, None if interval is None else timedelta(seconds=interval), now)
    reading = _reading(row)
    quiet = is_quiet(found, reading, now)
    return StandingRead(
        status=found.status,
        since=found.since,
        error=found.error,
        quiet=quiet,
        quiet_since=reading.last_call_at if quiet else None,
    )


def _reading(row: DashboardRow) -> Reading:
    dashboard, fetch, apply = row.dashboard, row.fetch, row.apply
    applied = apply.applied_sequence if apply else 0
    return Reading(
        poll_interval=timedelta(seconds=dashboard.poll_interval_seconds),
        settle=timedelta(seconds=dashboard.settle_seconds),
        read_until=fetch.watermark if fetch else None,
        last_call_at=apply.last_call_at if apply else None,
        # The number that comes next is given to no batch yet.
        all_applied=fetch is not None and fetch.next_sequence == applied + 1,
    )


def _day(tally: Tally) -> DowntimeDay:
    return DowntimeDay(
        date=date.fromisoformat(tally.day.key),
        downtime_seconds=_seconds(tally.downtime),
        observed_seconds=_seconds(tally.observed),
        uptime_percent=uptime_percent(tally.downtime, tally.observed),
        downtime_count=len(tally.downtimes),
        downtimes=[Downtime.model_validate(each) for each in tally.longest(_DOWNTIMES_MAX)],
    )


def _total(tallies: Sequence[Tally]) -> DowntimeTally:
    downtime = sum((tally.downtime for tally in tallies), timedelta())
    observed = sum((tally.observed for tally in tallies), timedelta())
    return DowntimeTally(
        downtime_seconds=_seconds(downtime),
        observed_seconds=_seconds(observed),
        uptime_percent=uptime_percent(downtime, observed),
    )


def _seconds(length: timedelta) -> int:
    # Intervals begin and end with whole seconds, and so do days.
    return length // timedelta(seconds=1)
