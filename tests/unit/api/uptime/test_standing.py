from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest

from services.api.uptime.standing import Reading, Standing, is_quiet, standing
from services.api.uptime.tally import Known

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
PING_INTERVAL = timedelta(minutes=5)


def ago(**past: float) -> datetime:
    return NOW - timedelta(**past)


def test_an_app_stands_as_the_last_pings_found_it() -> None:
    up, down = Known(ago(hours=3), ago(minutes=4), None), Known(ago(hours=2), ago(minutes=4), "timeout")

    assert standing(up, PING_INTERVAL, NOW) == Standing("up", ago(hours=3))
    assert standing(down, PING_INTERVAL, NOW) == Standing("down", ago(hours=2), "timeout")


def test_nothing_is_known_before_the_first_ping() -> None:
    assert standing(None, PING_INTERVAL, NOW) == Standing("unknown", None)


@pytest.mark.parametrize("error", [None, "timeout"])
def test_what_was_found_is_old_after_two_and_a_half_intervals(error: str | None) -> None:
    fresh = Known(ago(hours=3), ago(minutes=12.5), error)
    old = replace(fresh, end=fresh.end - timedelta(seconds=1))

    assert standing(fresh, PING_INTERVAL, NOW).status != "unknown"
    assert standing(old, PING_INTERVAL, NOW) == Standing("unknown", old.end)


def test_nothing_is_known_while_pings_are_switched_off() -> None:
    assert standing(Known(ago(hours=3), NOW, None), None, NOW) == Standing("unknown", NOW)


UP = Standing("up", ago(days=3))
SILENT = Reading(
    poll_interval=timedelta(seconds=10),
    settle=timedelta(seconds=10),
    read_until=ago(seconds=15),
    last_call_at=ago(minutes=6),
    all_applied=True,
)


def test_an_app_that_is_up_and_that_nobody_calls_is_quiet() -> None:
    assert is_quiet(UP, SILENT, NOW)
    assert is_quiet(UP, replace(SILENT, last_call_at=None), NOW)


def test_an_app_that_just_came_back_is_not_quiet_yet() -> None:
    assert SILENT.read_until is not None
    long_silent = replace(SILENT, last_call_at=ago(hours=3))
    back = SILENT.read_until - timedelta(minutes=5)

    assert not is_quiet(Standing("up", back), long_silent, NOW)
    assert not is_quiet(Standing("up", back), replace(SILENT, last_call_at=None), NOW)
    assert is_quiet(Standing("up", back - timedelta(seconds=1)), long_silent, NOW)


@pytest.mark.parametrize("status", ["down", "unknown"])
def test_an_app_that_is_not_up_is_never_quiet(status: Literal["down", "unknown"]) -> None:
    assert not is_quiet(replace(UP, status=status), SILENT, NOW)


@pytest.mark.parametrize(("poll_seconds", "patience"), [(2, 5), (30, 5), (60, 10), (600, 100)])
def test_quiet_takes_five_minutes_and_ten_polls(poll_seconds: int, patience: int) -> None:
    read_until = ago(seconds=poll_seconds)
    silent = replace(SILENT, poll_interval=timedelta(seconds=poll_seconds), read_until=read_until)
    just = read_until - timedelta(minutes=patience)

    assert not is_quiet(UP, replace(silent, last_call_at=just), NOW)
    assert is_quiet(UP, replace(silent, last_call_at=just - timedelta(seconds=1)), NOW)


@pytest.mark.parametrize(
    "unread",
    [
        {"read_until": None},
        {"read_until": ago(minutes=6)},
        {"all_applied": False},
    ],
    ids=["nothing was read", "reading is behind", "calls wait to be applied"],
)
def test_nobody_knows_whether_an_app_is_quiet_whose_calls_were_not_read(unread: dict[str, object]) -> None:
    reading = replace(SILENT, last_call_at=ago(hours=5), **unread)  # type: ignore[arg-type]

    assert not is_quiet(UP, reading, NOW)


def test_a_long_settle_time_is_no_delay_in_reading() -> None:
    settling = replace(SILENT, settle=timedelta(minutes=10), read_until=ago(minutes=10, seconds=10))

    assert is_quiet(UP, replace(settling, last_call_at=ago(minutes=16)), NOW)
