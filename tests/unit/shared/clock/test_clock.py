from datetime import UTC, datetime, timedelta, timezone

import pytest

from shared.clock.clock import Clock, ManualClock, SystemClock

_NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_a_manual_clock_stands_still_until_it_is_moved() -> None:
    clock = ManualClock(_NOON)

    assert clock.now() == clock.now() == _NOON
    clock.move(timedelta(minutes=5))
    assert clock.now() == _NOON + timedelta(minutes=5)
    clock.move(timedelta(hours=-1))
    assert clock.now() == _NOON + timedelta(minutes=5) - timedelta(hours=1)


def test_every_clock_speaks_utc() -> None:
    amsterdam = timezone(timedelta(hours=1))
    clocks: list[Clock] = [SystemClock(), ManualClock(_NOON.astimezone(amsterdam))]

    assert all(clock.now().tzinfo is UTC for clock in clocks)
    assert clocks[1].now() == _NOON


def test_a_clock_cannot_be_set_to_a_time_without_zone() -> None:
    with pytest.raises(ValueError, match="aware"):
        ManualClock(_NOON.replace(tzinfo=None))


def test_the_systems_clock_goes_on() -> None:
    clock = SystemClock()
    before = datetime.now(UTC)

    assert before <= clock.now() <= datetime.now(UTC)
