"""Traces on the wire. What an app keeps secret was masked before it left the app."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.api.statistic.query import SpanQuery
from shared.calls.presentable import NAME_CHARS_MAX

_ENDPOINT = "The endpoint's name."
_ANY_ENDPOINT: str | None = Field(
    None, max_length=NAME_CHARS_MAX, description="Only those of this endpoint; default: of all."
)
_CURSOR: str | None = Field(None, max_length=200, description="The next_cursor of the page before.")


class OutliersQuery(SpanQuery):
    """Outliers of a range of time."""

    endpoint: str | None = _ANY_ENDPOINT
    cursor: str | None = _CURSOR
    limit: int = Field(50, ge=1, le=200, description="So many at most.")


class ExceptionsQuery(SpanQuery):
    """Exceptions of a range of time, by whole hours of UTC."""

    endpoint: str | None = _ANY_ENDPOINT
    cursor: str | None = _CURSOR
    limit: int = Field(50, ge=1, le=200, description="So many groups at most.")


class ProfileQuery(SpanQuery):
    """Profiles of one endpoint's calls in a range of time."""

    endpoint: str = Field(max_length=NAME_CHARS_MAX, description=_ENDPOINT)


class TraceReading(BaseModel):
    """Whether there can be any, and how recent what is shown is."""

    is_offered: bool = Field(
        description="Whether the app has them for PyDash: false without the bridge, or where its "
        "Flask-MonitoringDashboard does not keep them."
    )
    read_at: datetime | None = Field(description="When PyDash last read them; null before the first time.")


class FrameRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    file: str
    line: int
    function: str
    code: str = Field(description="The line's text; empty where the app did not have it.")


class OutlierRead(BaseModel):
    """A call that took much longer than its endpoint's calls did before."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    endpoint: str
    at: datetime
    execution_ms: float
    version: str
    group_by: str
    ip: str
    status: int = Field(description="HTTP status; 0: it was not recorded.")


class OutlierList(BaseModel):
    start: datetime
    end: datetime
    reading: TraceReading
    items: list[OutlierRead] = Field(description="The newest first.")
    next_cursor: str | None = Field(description="Pass as cursor to get the next page; null on the last one.")


class NamedValue(BaseModel):
    name: str
    value: str


class OutlierDetails(OutlierRead):
    is_request_shown: bool = Field(
        description="Not behind a link: url, headers and environment tell of a visitor, and are empty then."
    )
    url: str
    headers: list[NamedValue] = Field(description="Of the request, in its order.")
    environment: list[NamedValue] = Field(description="What the app's server knew of the request besides.")
    cpu_percent: list[float] = Field(description="How busy each processor was when the call was noticed.")
    memory_total_bytes: int | None = Field(description="The host's; null where it was not recorded.")
    memory_available_bytes: int | None
    stack: list[FrameRead] = Field(
        description="Where the code was when the call was noticed, the innermost frame last."
    )


class ProfileNode(FrameRead):
    """A line of code in the place that it was called from."""

    depth: int = Field(description="0 for the endpoint itself; what a line called follows it, one deeper.")
    count: int = Field(description="Profiles that met it here.")
    total_ms: float = Field(description="Time spent in it and what it called, over all profiles.")
    self_ms: float = Field(description="Of that, what no deeper line accounts for.")
    share: float = Field(description="total_ms as a part of all the time, 0 to 1.")


class ProfileRead(BaseModel):
    """Profiles laid upon each other: lines by what called them, whatever their number in the file."""

    start: datetime
    end: datetime
    reading: TraceReading
    profile_count: int = Field(description="How many calls it tells of: the newest of the range.")
    first_at: datetime | None = Field(description="The first of these calls; null if there are none.")
    last_at: datetime | None
    total_ms: float
    nodes: list[ProfileNode] = Field(
        description="Each line before those that it called; the most time first."
    )
    is_cut: bool = Field(description="Whether lines that took little time are left out.")


class ExceptionRead(BaseModel):
    """One exception at one place of the code, however often."""

    id: UUID
    endpoint: str
    type: str
    is_handled: bool = Field(description="Whether the app caught it, and only reported it.")
    count: int
    first_at: datetime = Field(description="In the range.")
    last_at: datetime
    message: str = Field(description="Of the last one.")
    version: str = Field(description="Of the app, at the last one.")
    stack: list[FrameRead] = Field(description="Of the last one, the innermost frame last.")


class ExceptionList(BaseModel):
    start: datetime
    end: datetime
    reading: TraceReading
    items: list[ExceptionRead] = Field(description="Those last seen first.")
    next_cursor: str | None = Field(description="Pass as cursor to get the next page; null on the last one.")
