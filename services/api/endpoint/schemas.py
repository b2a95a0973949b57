"""Endpoints and changes of them on the wire."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.api.statistic.schemas import StatisticsRead
from shared.calls.presentable import NAME_CHARS_MAX
from shared.statistics.registry import StatisticName
from shared.statistics.statistic import Value


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


class EndpointWithStatistics(BaseModel):
    name: str = Field(description="The endpoint that calls of the asked one count for: itself unless merged.")
    monitor_level: int | None = Field(description="As the source says; null where it no longer lists it.")
    added_at: datetime | None = Field(description="When the source began to list it, as far as it says.")
    version_added: str | None = Field(
        description="The version of the app that brought it, as the source says."
    )
    last_requested_at: datetime | None = Field(
        description="The later of what the source says and its last call."
    )
    statistics: StatisticsRead | None = Field(description="Null where no statistic was asked for.")


ChangeKind = Literal["delete", "merge", "rename"]


class EndpointChangeCreate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: ChangeKind = Field(
        description="delete: forget its calls so far; merge: count its calls, past and future, for another "
        "endpoint; rename: show it under a new name."
    )
    endpoint: str = Field(min_length=1, max_length=NAME_CHARS_MAX)
    target: str | None = Field(
        None,
        min_length=1,
        max_length=NAME_CHARS_MAX,
        description="merge: an endpoint that exists; rename: a name that is free; delete: nothing.",
    )


class EndpointChangeRead(BaseModel):
    id: UUID
    kind: ChangeKind
    endpoint: str
    target: str | None
    state: Literal["waiting", "applied"] = Field(description="applied: all statistics show it.")
    created_at: datetime
    applied_at: datetime | None


class EndpointChangeList(BaseModel):
    items: list[EndpointChangeRead] = Field(description="The newest first.")
    next_cursor: str | None = Field(description="Pass as cursor to get the next page; null on the last one.")
