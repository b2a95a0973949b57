"""Questions about calls and their answers on the wire."""

from datetime import datetime
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, Field

from services.api.dashboard.schemas import DashboardRead
from shared.query.calendar import Granularity
from shared.statistics.registry import StatisticName
from shared.statistics.statistic import Value

STATISTICS_MAX = 13

_MOMENT = "as 2018, 2018-05, 2018-W17, 2018-05-20, 2018-05-20T20, 2018-05-20T20-10 or ISO time with offset"

Statistics = Annotated[
    list[StatisticName],
    Query(max_length=STATISTICS_MAX, description="What to compute; repeat the parameter for several."),
]
NameFilter = Annotated[str | None, Query(max_length=10_000)]


class RangeQuery(BaseModel):
    """A range of time: both ends inclusive at ``granularity``, which ``timeslice`` overrules."""

    start_date: str | None = Field(
        None, max_length=40, description=f"First moment, {_MOMENT}; default: the first call."
    )
    end_date: str | None = Field(None, max_length=40, description=f"Last moment, {_MOMENT}; default: now.")
    granularity: Granularity = Field(Granularity.DAY, description="How much of end_date on is included.")
    timeslice: Granularity | None = Field(None, description="Answer one set of values per calendar slice.")
    timezone: str = Field("UTC", max_length=64, description="IANA zone whose calendar applies.")


class SliceRead(BaseModel):
    slice: str = Field(description="The slice in its own format, for example 2018-05-20T20 for an hour.")
    start: datetime
    values: dict[StatisticName, Value]


class StatisticsRead(BaseModel):
    """The answer over half-open [start, end) in UTC: ``values`` of all of it, or one set per slice."""

    start: datetime
    end: datetime
    values: dict[StatisticName, Value] | None = Field(description="Null where slices were asked for.")
    slices: list[SliceRead] | None = Field(description="In order of time; null without a timeslice.")


class DashboardWithStatistics(DashboardRead):
    statistics: StatisticsRead | None = Field(description="Null where no statistic was asked for.")


class EndpointRead(BaseModel):
    """An endpoint that the source lists, that was called in the range, or both."""

    name: str
    monitor_level: int | None = Field(description="As the source says; null where it no longer lists it.")
    last_requested_at: datetime | None = Field(
        description="The later of what the source says and its last call in the range."
    )
    values: dict[StatisticName, Value] = Field(description="Statistics over the range.")


class EndpointList(BaseModel):
    start: datetime
    end: datetime
    items: list[EndpointRead]
