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


class Granularity(StrEnum):
    YEAR = "year"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    HOUR = "hour"
    MINUTE = "minute"


_PATTERNS: dict[Granularity, re.Pattern[str]] = {
    Granularity.YEAR: re.compile(r"(\d{4})"),
    Granularity.MONTH: re.compile(r"(\d{4})-(\d{2})"),
    Granularity.WEEK: re.compile(r"(\d{4})-W(\d{2})"),
    Granularity.DAY: re.compile(r"(\d{4})-(\d{2})-(\d{2})"),
    Granularity.HOUR: re.compile(r"(\d{4})-(\d{2})-(\d{2})T(\d{2})"),
    Granularity.MINUTE: re.compile(r"(\d{4})-(\d{2})-(\d{2})T(\d{2})[-:](\d{2})"),
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
    return datetime(*padded[:5], tzinfo=zone).astimezone(UTC)  # type: ignore[arg-type,misc]


def floor(moment: datetime, granularity: Granularity, zone: ZoneInfo) -> datetime:
    """The UTC instant at which the unit that holds ``moment`` begins."""
    local = moment.astimezone(zone)
    match granularity:
        case Granularity.YEAR:
            return _midnight(date(local.year, 1, 1), zone)
        case Granularity.MONTH:
            return _midnight(date(local.year, local.month, 1), zone)
        case Granularity.WEEK:
            return _midnight(local.date() - timedelta(days=local.weekday()), zone)
        case Granularity.DAY:
            return _midnight(local.date(), zone)
        case Granularity.HOUR:
            # Arithmetic on the instant, not the wall clock: the hour that DST repeats is two units.
            past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
            return moment.astimezone(UTC) - past
        case Granularity.MINUTE:
            return moment.astimezone(UTC).replace(second=0, microsecond=0)


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
            # Zones that shift by half an hour have short and long hours; flooring finds the next edge.
            return floor(start + timedelta(hours=1), granularity, zone)
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
            return f"{local.date().isoformat()}T{local.hour:02}"
        case Granularity.MINUTE:
            return f"{local.date().isoformat()}T{local.hour:02}-{local.minute:02}"


def starts(start: datetime, end: datetime, granularity: Granularity, zone: ZoneInfo) -> Iterator[datetime]:
    """The beginnings of all units from the one that holds ``start`` up to, not including, ``end``."""
    current = floor(start, granularity, zone)
    while current < end:
        yield current
        current = following(current, granularity, zone)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    # Where DST skips midnight the day begins at the first instant that exists, which the round trip gives.
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)
