"""Graphs on the wire."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from services.api.statistic.panel.heatmap import NOT_A_NUMBER
from services.api.statistic.query import FilterQuery
from services.api.text.storable import WithoutNul
from shared.statistics.registry import StatisticName

GraphKind = Literal["line", "bar", "area", "heatmap"]
GraphSplit = Literal["endpoint", "version"]
GraphSlice = Literal["minute", "hour", "day", "week", "month"]
# What parts have together is the sum of what each has.
_ADDITIVE = (StatisticName.TOTAL_VISITS, StatisticName.TOTAL_EXECUTION_TIME)
_STACKED = ("bar", "area")


class GraphWrite(FilterQuery):
    """What a graph shows of the calls that match all its filters. The range of time is the page's."""

    model_config = ConfigDict(extra="forbid")

    title: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), WithoutNul()
    ]
    kind: GraphKind
    statistic: StatisticName = Field(description="One that is a single number.")
    slice: GraphSlice | None = Field(
        None,
        description="Length of each step of time; null: as suits the range. A heatmap shows hours of days.",
    )
    split: GraphSplit | None = Field(
        None, description="One line, or part of each bar or area, for each; null: all calls together."
    )

    @model_validator(mode="after")
    def _is_drawable(self) -> Self:
        if self.statistic in NOT_A_NUMBER:
            raise ValueError(f"{self.statistic} is no single number, which is all that a graph can draw")
        if self.kind == "heatmap" and (self.slice is not None or self.split is not None):
            raise ValueError("a heatmap has hours of days: it takes no slice, and cannot be split")
        if self.split is not None and self.kind in _STACKED and self.statistic not in _ADDITIVE:
            raise ValueError(
                f"parts of a {self.kind} add up, which only {' and '.join(_ADDITIVE)} do; choose lines instead"
            )
        return self


class GraphPlace(BaseModel):
    model_config = ConfigDict(extra="forbid")

    place: int = Field(ge=0, le=1_000, description="0 is the first; beyond the last it becomes the last.")


class GraphRead(GraphWrite):
    # What is read was checked when it was written.
    model_config = ConfigDict(extra="ignore", from_attributes=True)

    id: UUID
    created_at: datetime


class GraphList(BaseModel):
    items: list[GraphRead] = Field(description="In the order in which they are shown.")
