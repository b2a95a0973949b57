"""What a query asks about: a range of time, and the slices it is answered in."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shared.query import calendar
from shared.query.calendar import Granularity
from shared.query.errors import InvalidQueryError

# A chart has some thousand pixels; a series longer than this is a mistake or an attack.
SLICES_MAX = 10_000
# Calendar arithmetic needs room on both sides of what datetime can say.
_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = datetime(9000, 1, 1, tzinfo=UTC)
_ALLOWED = "2018, 2018-05, 2018-W17, 2018-05-20, 2018-05-20T20, 2018-05-20T20-10 or an ISO time with offset"


@dataclass(frozen=True)
class Slice:
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
    edges = list(islice(calendar.starts(start, end, unit, zone), SLICES_MAX + 1))
    if len(edges) > SLICES_MAX:
        raise InvalidQueryError("timeslice", f"gives more than {SLICES_MAX} slices; ask for a shorter range")
    return tuple(
        Slice(calendar.key(begin, unit, zone), begin, stop) for begin, stop in pairwise([*edges, end])
    )
