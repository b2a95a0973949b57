"""Uptime on the wire. Pings see an app now and then: all times are as exact as the ping interval."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from services.api.statistic.schemas import SpanRead


class DowntimeQuery(BaseModel):
    """Whole days of a zone's calendar, both inclusive."""

    # A parameter that is only nearly right would widen the answer instead of failing.
    model_config = ConfigDict(extra="forbid")

    start_date: str | None = Field(
        None, max_length=40, description="First day, as 2018-05-20; default: 30 days up to end_date."
    )
    end_date: str | None = Field(None, max_length=40, description="Last day, as 2018-05-20; default: today.")
    timezone: str = Field("UTC", max_length=64, description="IANA zone whose calendar applies.")


class Downtime(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    start: datetime
    end: datetime
    error: str = Field(description="What the first ping ran into: unreachable, timeout or http_status.")


class DowntimeTally(BaseModel):
    downtime_seconds: int
    observed_seconds: int = Field(description="Time of which pings tell whether the app was up.")
    uptime_percent: float | None = Field(description="Of the observed time; null where nothing was observed.")


class DowntimeDay(DowntimeTally):
    date: date
    downtime_count: int
    downtimes: list[Downtime] = Field(
        description="In order of time, those of this day; of very many the longest."
    )


class StandingRead(BaseModel):
    """Down and quiet are different words: a quiet app answers, but nobody calls it."""

    status: Literal["up", "down", "unknown"] = Field(
        description="unknown: pings are switched off, or PyDash has not pinged for a while."
    )
    since: datetime | None = Field(
        description="Up or down since then; unknown since the last ping, null before the first one."
    )
    error: str | None = Field(description="What the first ping ran into; null unless down.")
    quiet: bool = Field(
        description="Up without a call for five minutes or ten poll intervals, whichever is longer."
    )
    quiet_since: datetime | None = Field(
        description="The last call; null unless quiet, and before the first call."
    )


class DowntimeRead(SpanRead):
    total: DowntimeTally
    days: list[DowntimeDay]
    now: StandingRead
