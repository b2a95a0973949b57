"""What a query asks about: a range of time, and the slices it is answered in."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count, islice, pairwise, takewhile
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shared.query import calendar
from shared.query.calendar import Granularity
from shared.query.errors import InvalidQueryError
from shared.query.zones import UTC_ZONE

# A chart has some thousand pixels; a series longer than this is a mistake or an attack.
SLICES_MAX = 10_000
# Calendar arithmetic needs room on both sides of what datetime can say.
_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = datetime(9000, 1, 1, tzinfo=UTC)
_ALLOWED = "2018, 2018-05, 2018-W17, 2018-05-20, 2018-05-20T20, 2018-05-20T20-10 or an ISO time with offset"


class Slice(NamedTuple):
    """One step of a series: half-open [start, end), and its key in the slice's own format."""

    key: str
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Period:
    """Half-open [start, end) in UTC; ``slices`` tile it where the query asked for a timeslice."""

    start: datetime
    end: datetime
    slices: tuple[Slice, ...] | None


def resolve_period(
    *,
    start_date: str | None,
    end_date: str | None,
    granularity: Granularity,
    timeslice: Granularity | None,
    timezone: str,
    first_call_at: datetime | None,
    now: datetime,
) -> Period:
    """Both dates are inclusive at ``granularity``, which ``timeslice`` overrules.

    ``start_date`` defaults to the first call, ``end_date`` to now. Raises InvalidQueryError.
    """
    zone = _zone(timezone)
    unit = timeslice or granularity
    start = _moment("start_date", start_date, zone) or first_call_at or now
    end = _moment("end_date", end_date, zone) or max(now, start)
    start, last = calendar.floor(start, unit, zone), calendar.floor(end, unit, zone)
    if start > last:
        raise InvalidQueryError("start_date", "must not be after end_date")
    end = calendar.following(last, unit, zone)
    return Period(start, end, None if timeslice is None else _slices(start, end, timeslice, zone))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InvalidQueryError("timezone", "must be an IANA name such as Europe/Amsterdam") from None


def _moment(parameter: str, text: str | None, zone: ZoneInfo) -> datetime | None:
    if text is None:
        return None
    try:
        moment = calendar.parse_moment(text, zone)
    except (ValueError, OverflowError):
        raise InvalidQueryError(parameter, f"must be one of {_ALLOWED}") from None
    if not _EARLIEST - timedelta(days=2) <= moment < _LATEST:
        raise InvalidQueryError(parameter, "must lie between the years 1970 and 9000")
    return moment


def _slices(start: datetime, end: datetime, unit: Granularity, zone: ZoneInfo) -> tuple[Slice, ...]:
    return _between(calendar.starts(start, end, unit, zone), end, unit, zone)


def _between(
    starts: Iterator[datetime], end: datetime, unit: Granularity, zone: ZoneInfo
) -> tuple[Slice, ...]:
    edges = list(islice(starts, SLICES_MAX + 1))
    if len(edges) > SLICES_MAX:
        raise InvalidQueryError("timeslice", f"gives more than {SLICES_MAX} slices; ask for a shorter range")
    return tuple(
        Slice(calendar.key(begin, unit, zone), begin, stop) for begin, stop in pairwise([*edges, end])
    )


_WRITTEN = {
    Granularity.YEAR: "2018",
    Granularity.MONTH: "2018-05",
    Granularity.WEEK: "2018-W17",
    Granularity.DAY: "2018-05-20",
    Granularity.HOUR: "2018-05-20T20",
    Granularity.MINUTE: "2018-05-20T20-10",
}


def resolve_unit(unit: Granularity, text: str, timezone: str) -> Period:
    """All of one calendar unit, written in its own format; both where clocks repeat an hour.

    Raises InvalidQueryError, its parameter the unit's name.
    """
    zone, key = _zone(timezone), text.replace(":", "-")
    if not _is_key(key, unit):
        raise InvalidQueryError(unit.value, f"must be written like {_WRITTEN[unit]}")
    start = _moment(unit.value, text, zone)
    assert start is not None
    if calendar.key(start, unit, zone) != key:
        raise InvalidQueryError(unit.value, f"does not exist: clocks in {timezone} skip {text}")
    end = calendar.following(start, unit, zone)
    while calendar.key(end, unit, zone) == key:
        end = calendar.following(end, unit, zone)
    return Period(start, end, None)


def _is_key(text: str, unit: Granularity) -> bool:
    # In UTC nothing is skipped: what is read and written again there is the same.
    try:
        return calendar.key(calendar.parse_moment(text, UTC_ZONE), unit, UTC_ZONE) == text
    except (ValueError, OverflowError):
        return False


def resolve_rolling(
    *,
    start_date: str | None,
    end_date: str | None,
    granularity: Granularity,
    timezone: str,
    first_call_at: datetime | None,
    now: datetime,
) -> Period:
    """From exactly ``start_date``, by default the hour of the first call.

    ``end_date`` is inclusive at ``granularity`` and defaults to this minute. Raises InvalidQueryError.
    """
    zone = _zone(timezone)
    start = _moment("start_date", start_date, zone)
    if start is None:
        start = calendar.floor(first_call_at or now, Granularity.HOUR, zone)
    last, unit = _moment("end_date", end_date, zone), granularity
    if last is None:
        last, unit = max(now, start), Granularity.MINUTE
    end = calendar.following(calendar.floor(last, unit, zone), unit, zone)
    if start >= end:
        raise InvalidQueryError("start_date", "must not be after end_date")
    return Period(start, end, None)


def calendar_slices(period: Period, unit: Granularity, timezone: str) -> Period:
    """The same in calendar slices; where the period begins or ends within one, only that part of it."""
    first, *others = _slices(period.start, period.end, unit, _zone(timezone))
    clipped = Slice(first.key, max(first.start, period.start), first.end)
    return Period(period.start, period.end, (clipped, *others))


def rolling_slices(period: Period, unit: Granularity, timezone: str) -> Period:
    """The same in slices as long as a ``unit``, counted from the period's start; the last may be shorter."""
    zone = _zone(timezone)
    steps = (_later(period.start, steps, unit, zone) for steps in count())
    starts = takewhile(lambda start: start < period.end, steps)
    return Period(period.start, period.end, _between(starts, period.end, unit, zone))


def _later(start: datetime, steps: int, unit: Granularity, zone: ZoneInfo) -> datetime:
    # Days and longer by the wall clock, always from the same start: a day in which clocks move is one day,
    # and the months after the 31st do not stay at the 28th.
    match unit:
        case Granularity.MINUTE:
            return start + timedelta(minutes=steps)
        case Granularity.HOUR:
            return start + timedelta(hours=steps)
        case Granularity.DAY:
            return (start.astimezone(zone) + timedelta(days=steps)).astimezone(UTC)
        case Granularity.WEEK:
            return (start.astimezone(zone) + timedelta(weeks=steps)).astimezone(UTC)
        case Granularity.MONTH:
            return _months_later(start.astimezone(zone), steps).astimezone(UTC)
        case Granularity.YEAR:
            return _months_later(start.astimezone(zone), 12 * steps).astimezone(UTC)


def _months_later(local: datetime, months: int) -> datetime:
    years, month = divmod(local.month - 1 + months, 12)
    last_day = monthrange(local.year + years, month + 1)[1]
    return local.replace(year=local.year + years, month=month + 1, day=min(local.day, last_day))
