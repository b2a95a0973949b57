"""Calendar units and how their moments are written, in any timezone.

A unit's text is the key of a slice: year 2018, month 2018-05, week 2018-W17 (ISO), day 2018-05-20, hour
2018-05-20T20, minute 2018-05-20T20-10 (read also as 2018-05-20T20:10). Instants are UTC; the zone only
decides where units begin.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from shared.query.zones import UTC_ZONE


class Granularity(StrEnum):
    YEAR = "year"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    HOUR = "hour"
    MINUTE = "minute"


_HOUR = timedelta(hours=1)
# Units that are always of one length where clocks never move.
_UTC_STEPS = {
    Granularity.WEEK: timedelta(weeks=1),
    Granularity.DAY: timedelta(days=1),
    Granularity.HOUR: _HOUR,
    Granularity.MINUTE: timedelta(minutes=1),
}
_PATTERNS: dict[Granularity, re.Pattern[str]] = {
    Granularity.YEAR: re.compile(r"(\d{4})", re.ASCII),
    Granularity.MONTH: re.compile(r"(\d{4})-(\d{2})", re.ASCII),
    Granularity.WEEK: re.compile(r"(\d{4})-W(\d{2})", re.ASCII),
    Granularity.DAY: re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII),
    Granularity.HOUR: re.compile(r"(\d{4})-(\d{2})-(\d{2})T(\d{2})", re.ASCII),
    Granularity.MINUTE: re.compile(r"(\d{4})-(\d{2})-(\d{2})T(\d{2})[-:](\d{2})", re.ASCII),
}


def parse_moment(text: str, zone: ZoneInfo) -> datetime:
    """The UTC instant at which the unit written in ``text`` begins; also any aware ISO 8601 time.

    Raises ValueError for anything else, a naive time with seconds included: its zone would be a guess.
    """
    for granularity, pattern in _PATTERNS.items():
        match = pattern.fullmatch(text)
        if match is not None:
            return _from_numbers(granularity, [int(part) for part in match.groups()], zone)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time with seconds needs its UTC offset")
    return moment.astimezone(UTC)


def _from_numbers(granularity: Granularity, numbers: list[int], zone: ZoneInfo) -> datetime:
    if granularity is Granularity.WEEK:
        return _midnight(date.fromisocalendar(numbers[0], numbers[1], 1), zone)
    padded = [*numbers, *[1, 1, 1, 0, 0][len(numbers) :]]
    wall = datetime(*padded[:5], tzinfo=zone)  # type: ignore[arg-type,misc]
    begins = wall.astimezone(UTC)
    if begins.astimezone(zone).replace(tzinfo=None) != wall.replace(tzinfo=None):
        # Clocks skip this time: what begins with it begins where they jump.
        return _transition(wall.replace(fold=1).astimezone(UTC), begins, zone)
    return begins


def floor(moment: datetime, granularity: Granularity, zone: ZoneInfo) -> datetime:
    """The UTC instant at which the unit that holds ``moment`` begins."""
    if granularity is Granularity.MINUTE:
        return moment.astimezone(UTC).replace(second=0, microsecond=0)
    if granularity is Granularity.HOUR:
        return _floor_hour(moment, zone)
    start = _midnight(_first_day(moment.astimezone(zone).date(), granularity), zone)
    # Where clocks fell back across midnight the old date comes again; the new day had begun before.
    while (after := following(start, granularity, zone)) <= moment:
        start = after
    return start


def _first_day(day: date, granularity: Granularity) -> date:
    match granularity:
        case Granularity.YEAR:
            return day.replace(month=1, day=1)
        case Granularity.MONTH:
            return day.replace(day=1)
        case Granularity.WEEK:
            return day - timedelta(days=day.weekday())
        case _:
            return day


def _floor_hour(moment: datetime, zone: ZoneInfo) -> datetime:
    # Arithmetic on the instant, not the wall clock: the hour that DST repeats is two units.
    local = moment.astimezone(zone)
    past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    start = moment.astimezone(UTC) - past
    if start.astimezone(zone).utcoffset() == local.utcoffset():
        return start
    # Clocks moved within this hour (by half an hour, on Lord Howe): what follows is a unit of its own.
    return _transition(start, moment.astimezone(UTC), zone)


def _following_hour(start: datetime, zone: ZoneInfo) -> datetime:
    after = start + _HOUR
    local = start.astimezone(zone)
    # The difference on the clock: an hour where they do not move.
    if not (local.minute or local.second) and after.astimezone(zone) - local == _HOUR:
        return after
    edge = _floor_hour(after, zone)
    # An hour in which clocks move is shorter: its second part begins before that edge.
    last = _floor_hour(edge - timedelta(microseconds=1), zone)
    return edge if last == start else last


def _transition(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The instant in (before, after] from which on the zone has the offset that it has at ``after``."""
    offset = after.astimezone(zone).utcoffset()
    while after - before > timedelta(microseconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(zone).utcoffset() == offset:
            after = middle
        else:
            before = middle
    return after


def following(start: datetime, granularity: Granularity, zone: ZoneInfo) -> datetime:
    """The UTC instant at which the unit after the one beginning at ``start`` begins."""
    local = start.astimezone(zone).date()
    match granularity:
        case Granularity.YEAR:
            return _midnight(date(local.year + 1, 1, 1), zone)
        case Granularity.MONTH:
            return _midnight(date(local.year + local.month // 12, local.month % 12 + 1, 1), zone)
        case Granularity.WEEK:
            return _midnight(local + timedelta(days=7), zone)
        case Granularity.DAY:
            return _midnight(local + timedelta(days=1), zone)
        case Granularity.HOUR:
            return _following_hour(start, zone)
        case Granularity.MINUTE:
            return start + timedelta(minutes=1)


def key(start: datetime, granularity: Granularity, zone: ZoneInfo) -> str:
    """The text of the unit that begins at ``start``."""
    local = start.astimezone(zone)
    match granularity:
        case Granularity.YEAR:
            return f"{local.year:04}"
        case Granularity.MONTH:
            return f"{local.year:04}-{local.month:02}"
        case Granularity.WEEK:
            year, week, _ = local.isocalendar()
            return f"{year:04}-W{week:02}"
        case Granularity.DAY:
            return local.date().isoformat()
        case Granularity.HOUR:
            return local.isoformat(timespec="hours")[:13]
        case Granularity.MINUTE:
            return local.isoformat(timespec="minutes")[:16].replace(":", "-")


def starts(start: datetime, end: datetime, granularity: Granularity, zone: ZoneInfo) -> Iterator[datetime]:
    """The beginnings of all units from the one that holds ``start`` up to, not including, ``end``."""
    current = floor(start, granularity, zone)
    step = _UTC_STEPS.get(granularity) if zone is UTC_ZONE else None
    while step is not None and current < end:
        yield current
        current += step
    while current < end:
        yield current
        current = following(current, granularity, zone)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    # Where DST skips midnight the day begins at the first instant that exists, which the round trip gives.
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)
