"""What dashboards look like on the wire."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    FiniteFloat,
    SecretStr,
    StringConstraints,
    model_validator,
)

from services.api.statistic.schemas import StatisticsRead
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


DashboardName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
PollIntervalSeconds = Annotated[int, Field(ge=2, le=86_400, description="How often new calls are fetched.")]
SettleSeconds = Annotated[
    int,
    Field(
        ge=2,
        le=600,
        description="How far behind now a window ends, so that the app has committed its rows.",
    ),
]
RawRetentionDays = Annotated[
    int, Field(ge=1, le=3650, description="Days that raw calls are kept; statistics stay for ever.")
]
ApdexThresholdMs = Annotated[
    FiniteFloat,
    Field(gt=0, description="Up to this a call satisfies, up to four times as long it is tolerated."),
]


class DashboardCreate(BaseModel):
    name: DashboardName
    url: Annotated[str, AfterValidator(normalise_url)] = Field(
        description="Where the app serves its monitoring dashboard, for example https://app.example/dashboard."
    )
    token: SecretStr = Field(
        min_length=1, max_length=500, description="The app's security token; kept encrypted, never returned."
    )
    poll_interval_seconds: PollIntervalSeconds = 60
    settle_seconds: SettleSeconds = 10


class DashboardSettings(BaseModel):
    """What its owner may change. What is left out stays as it is."""

    # A setting that cannot be changed must not look as if it was.
    model_config = ConfigDict(extra="forbid")

    name: DashboardName | None = None
    poll_interval_seconds: PollIntervalSeconds | None = None
    settle_seconds: SettleSeconds | None = None
    raw_retention_days: RawRetentionDays | None = None
    apdex_threshold_ms: ApdexThresholdMs | None = None

    @model_validator(mode="after")
    def _something_is_given(self) -> Self:
        if not self.changes():
            raise ValueError(f"give at least one of {', '.join(type(self).model_fields)}")
        return self

    def changes(self) -> dict[str, object]:
        """The settings that are given."""
        return self.model_dump(exclude_none=True)


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
    sealed_until: datetime | None = Field(description="Hours before this are rolled up.")
    raw_from: datetime | None = Field(
        description="Calls before this are only kept as statistics; null while all are there."
    )
    late_calls: int = Field(description="Applied calls that came after their hour was rolled up.")
    removed_calls: int = Field(description="Calls of endpoints that were deleted since.")


class RuledCallsRead(BaseModel):
    """Calls that no app can mean, left out or kept under a changed name."""

    rule: str
    calls: int
    example: str
    last_at: datetime


class AppliedDetail(AppliedCalls):
    rules: list[RuledCallsRead] = Field(description="What rules did to calls; empty while all is well.")
    dead_letters: int = Field(description="Batches that could not be applied.")


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
    raw_retention_days: int
    apdex_threshold_ms: float
    created_at: datetime
    progress: FetchProgress
    applied: AppliedCalls


class DashboardDetail(DashboardRead):
    applied: AppliedDetail


class DashboardWithStatistics(DashboardDetail):
    statistics: StatisticsRead | None = Field(description="Null where no statistic was asked for.")


class DashboardList(BaseModel):
    items: list[DashboardRead]
    next_cursor: str | None = Field(description="Pass as cursor to get the next page; null on the last one.")
