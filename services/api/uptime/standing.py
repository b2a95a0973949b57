"""How an app stands now: up, down or unknown, and whether it is quiet."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from services.api.uptime.tally import Known
from shared.contracts.uptime import ping_holds

_PATIENCE_MIN = timedelta(minutes=5)
_PATIENCE_POLLS = 10


@dataclass(frozen=True)
class Standing:
    status: Literal["up", "down", "unknown"]
    since: datetime | None
    error: str | None = None


@dataclass(frozen=True)
class Reading:
    """How far an app's calls are known. ``read_until`` is None before they are read at all."""

    poll_interval: timedelta
    settle: timedelta
    read_until: datetime | None
    last_call_at: datetime | None
    all_applied: bool


def standing(last: Known | None, ping_interval: timedelta | None, now: datetime) -> Standing:
    """By the last interval of all; without a ``ping_interval`` pings are switched off."""
    if last is None:
        return Standing("unknown", None)
    if ping_interval is None or now - last.end > ping_holds(ping_interval):
        return Standing("unknown", last.end)
    return Standing("up" if last.error is None else "down", last.start, last.error)


def is_quiet(standing: Standing, reading: Reading, now: datetime) -> bool:
    """Whether an app has been up for a while, and nobody has called it since.

    That can only be told while reading is up to date: what was not read yet may hold calls.
    """
    if standing.status != "up" or reading.read_until is None or not reading.all_applied:
        return False
    assert standing.since is not None
    patience = max(_PATIENCE_MIN, _PATIENCE_POLLS * reading.poll_interval)
    if now - reading.read_until > patience + reading.settle:
        return False
    # An app that just came back had no chance to be called.
    silent_from = max(standing.since, reading.last_call_at or standing.since)
    return reading.read_until - silent_from > patience
