"""Zones with habits, and moments around the nights on which they move their clocks."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

# Zone -> instants at which its clocks moved.
TRANSITIONS: dict[str, tuple[datetime, ...]] = {
    "UTC": (datetime(2026, 1, 1, tzinfo=UTC),),
    # An hour forth and back, at night.
    "Europe/Amsterdam": (datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)),
    # From +5:30 to +5:45, for good.
    "Asia/Kathmandu": (datetime(1985, 12, 31, 18, 30, tzinfo=UTC),),
    # Half an hour forth and back.
    "Australia/Lord_Howe": (datetime(2026, 4, 4, 15, tzinfo=UTC), datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
    # At midnight: a day without 00:00, and one with 23:00 twice.
    "America/Sao_Paulo": (datetime(2018, 11, 4, 3, tzinfo=UTC), datetime(2019, 2, 17, 2, tzinfo=UTC)),
    # A minute after midnight: back into the day before.
    "America/St_Johns": (datetime(2010, 3, 14, 3, 31, tzinfo=UTC), datetime(2010, 11, 7, 2, 31, tzinfo=UTC)),
    # From one side of the date line to the other: no 2011-12-30.
    "Pacific/Apia": (datetime(2011, 12, 30, 10, tzinfo=UTC),),
}

_ANY = st.datetimes(datetime(1972, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
_SPAN = timedelta(days=3)


def moments(zone: ZoneInfo) -> st.SearchStrategy[datetime]:
    """Half of them within days of a transition of the zone."""
    near = st.tuples(st.sampled_from(TRANSITIONS[zone.key]), st.timedeltas(-_SPAN, _SPAN)).map(sum_of)
    close = st.tuples(
        st.sampled_from(TRANSITIONS[zone.key]), st.timedeltas(timedelta(hours=-2), timedelta(hours=2))
    ).map(sum_of)
    return _ANY | near | close


def sum_of(pair: tuple[datetime, timedelta]) -> datetime:
    return pair[0] + pair[1]
