"""The days that are asked for."""

from datetime import UTC, datetime, timedelta

from services.api.uptime.schemas import DowntimeQuery
from shared.query.calendar import Granularity
from shared.query.errors import InvalidQueryError
from shared.query.period import Period, Slice, calendar_slices, resolve_period

# A year in whole days, leap years too.
DAYS_MAX = 366
_DAYS_DEFAULT = 30
# Before every date that may be asked for.
_BEGINNING = datetime(1960, 1, 1, tzinfo=UTC)


def resolve_days(asked: DowntimeQuery, now: datetime) -> tuple[Slice, ...]:
    """Raises InvalidQueryError."""
    period = _period(asked, _BEGINNING, now)
    if asked.start_date is None:
        # Noon of the first day, or an hour beside it: days may be as much longer or shorter.
        period = _period(asked, period.end - timedelta(days=_DAYS_DEFAULT - 0.5), now)
    # Counted by length before it is cut into days, of which there could be millions.
    if period.end - period.start > timedelta(days=DAYS_MAX, hours=12):
        raise InvalidQueryError("start_date", f"must be at most {DAYS_MAX} days before the end of end_date")
    return calendar_slices(period, Granularity.DAY, asked.timezone).slices or ()


def _period(asked: DowntimeQuery, default_start: datetime, now: datetime) -> Period:
    return resolve_period(
        start_date=asked.start_date,
        end_date=asked.end_date,
        granularity=Granularity.DAY,
        timeslice=None,
        timezone=asked.timezone,
        first_call_at=default_start,
        now=now,
    )
