"""What dashboards look like on the wire."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, SecretStr, StringConstraints

from shared.guard.url import normalise_url

StateName = Literal[
    "not_initialized",
    "initialized_endpoints",
    "initialize_endpoints_failure",
    "initialized_endpoint_calls",
    "initialize_endpoint_calls_failure",
    "fetched_endpoint_calls",
    "fetch_endpoint_calls_failure",
]


class DashboardCreate(BaseModel):
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    url: Annotated[str, AfterValidator(normalise_url)] = Field(
        description="Where the app serves its monitoring dashboard, for example https://app.example/dashboard."
    )
    token: SecretStr = Field(
        min_length=1, max_length=500, description="The app's security token; kept encrypted, never returned."
    )
    poll_interval_seconds: int = Field(60, ge=2, le=86_400, description="How often new calls are fetched.")
    settle_seconds: int = Field(
        10,
        ge=2,
        le=600,
        description="How far behind now a window ends, so that the app has committed its rows.",
    )


class FetchProgress(BaseModel):
    """How far the source was read."""

    history_from: datetime | None = Field(description="Where the source's history begins.")
    history_until: datetime | None = Field(description="Where history ends and polling begins.")
    watermark: datetime | None = Field(description="Up to here every call was fetched.")
    published_calls: int = Field(description="Calls fetched so far.")
    source_total: int | None = Field(description="Calls the source said it has, when last asked.")
    source_version: str | None = Field(description="Version of the app's monitoring dashboard.")


class AppliedCalls(BaseModel):
    """What statistics are answered from."""

    applied_sequence: int = Field(description="Number of the last batch applied; moves when data changes.")
    applied_calls: int
    first_call_at: datetime | None
    last_call_at: datetime | None


class DashboardRead(BaseModel):
    id: UUID
    name: str
    url: str
    state: StateName
    state_code: int = Field(description="The state's number: 0, 10, 11, 20, 21, 30 or 31.")
    error: str | None = Field(description="Stable name of what went wrong last; null while all is well.")
    error_detail: str | None = Field(description="What went wrong and what to do, for a person.")
    poll_interval_seconds: int
    settle_seconds: int
    created_at: datetime
    progress: FetchProgress
    applied: AppliedCalls


class DashboardList(BaseModel):
    items: list[DashboardRead]
    next_cursor: str | None = Field(description="Pass as cursor to get the next page; null on the last one.")
