"""Answers about calls on the wire. Every range is half-open [start, end) in UTC.

What comes by the hundred in one answer is a dataclass: it is made in a tenth of a model's time.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from shared.query.question import By
from shared.statistics.registry import StatisticName
from shared.statistics.statistic import Value

Number = int | float


@dataclass(slots=True)
class SliceRead:
    slice: Annotated[
        str, Field(description="The slice in its own format, for example 2018-05-20T20 for an hour.")
    ]
    start: datetime
    values: dict[StatisticName, Value]


class SpanRead(BaseModel):
    start: datetime
    end: datetime


class StatisticsRead(SpanRead):
    """``values`` of the whole range, or one set per slice."""

    values: dict[StatisticName, Value] | None = Field(description="Null where slices were asked for.")
    slices: list[SliceRead] | None = Field(description="In order of time; null without a timeslice.")


@dataclass(slots=True)
class BreakdownRow:
    key: Annotated[
        str | None, Field(description="A name, or a status code as its digits; null for the rest together.")
    ]
    calls: int
    last_call_at: Annotated[datetime | None, Field(description="Null where whole days are only counted.")]
    values: Annotated[
        dict[StatisticName, Value] | None, Field(description="Null where slices were asked for.")
    ]
    slices: Annotated[
        list[dict[StatisticName, Value]] | None,
        Field(description="One set for each of the breakdown's slices; null without a timeslice."),
    ]


@dataclass(slots=True)
class SliceStart:
    slice: Annotated[
        str, Field(description="The slice in its own format, for example 2018-05-20T20 for an hour.")
    ]
    start: datetime


class BreakdownRead(SpanRead):
    """Only keys that were called have a row."""

    by: By
    slices: list[SliceStart] | None = Field(description="In order of time; null without a timeslice.")
    rows: list[BreakdownRow] = Field(
        description="Most calls first; versions in order of their first call. The rest comes last."
    )


@dataclass(slots=True)
class HeatmapHour:
    hour: Annotated[int, Field(ge=0, le=23, description="The hour on the clocks of the zone.")]
    slice: Annotated[str, Field(description="As 2018-05-20T20.")]
    start: datetime
    value: Annotated[
        Number | None, Field(description="Null for an hour to come, and where there is no such number.")
    ]


@dataclass(slots=True)
class HeatmapDay:
    """The hours that the day has: one that clocks skip is not there, one that they repeat is there twice."""

    day: str
    hours: list[HeatmapHour]


class HeatmapRead(SpanRead):
    statistic: StatisticName
    days: list[HeatmapDay]


@dataclass(slots=True)
class Box:
    """Execution times in milliseconds; all null without calls."""

    count: int
    min: float | None
    p5: float | None
    p25: float | None
    p50: float | None
    p75: float | None
    p95: float | None
    max: float | None


@dataclass(slots=True)
class BoxSlice(SliceStart):
    box: Box


class BoxplotRead(SpanRead):
    box: Box | None = Field(description="Null where slices were asked for.")
    slices: list[BoxSlice] | None = Field(description="In order of time; null without a timeslice.")


@dataclass(slots=True)
class EndpointBox:
    endpoint: str
    box: Box


class EndpointBoxplotsRead(SpanRead):
    items: list[EndpointBox] = Field(description="Every endpoint with calls, most calls first.")


@dataclass(slots=True)
class VersionBox:
    version: str
    box: Box


class VersionBoxplotsRead(SpanRead):
    items: list[VersionBox] = Field(description="In order of the versions' first calls in the range.")


@dataclass(slots=True)
class MatrixCell:
    calls: int
    average_execution_time: Annotated[float, Field(description="Milliseconds; 0 without calls.")]


@dataclass(slots=True)
class MatrixRow:
    key: Annotated[str | None, Field(description="Null for the rest together.")]
    cells: Annotated[list[MatrixCell], Field(description="One for each of the matrix's versions.")]


class MatrixRead(SpanRead):
    by: Literal["endpoint", "group_by", "ip"]
    versions: list[str] = Field(description="In order of their first calls in the range.")
    rows: list[MatrixRow] = Field(description="Most calls first; the rest comes last.")
