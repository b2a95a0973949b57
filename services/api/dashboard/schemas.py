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
from services.api.text.storable import WithoutNul
from services.api.uptime.schemas import StandingRead
from shared.contracts.source_check import SourceKind
from shared.db.viewer import Role
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


DashboardName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), WithoutNul()
]
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
PingIntervalSeconds = Annotated[
    int,
    Field(ge=60, le=86_400, description="How often it is asked whether the app is up; null: not at all."),
]
ApdexThresholdMs = Annotated[
    FiniteFloat,
    Field(gt=0, description="Up to this a call satisfies, up to four times as long it is tolerated."),
]


def _without_blanks(token: SecretStr) -> SecretStr:
    # A line break at its end comes with pasting; within, no app has one, and no request could carry it.
    text = token.get_secret_value().strip()
    if not text.isprintable() or not text:
        raise ValueError("must not be empty, and not hold line breaks or other control characters")
    return SecretStr(text)


SourceUrl = Annotated[
    str,
    AfterValidator(normalise_url),
    Field(
        description="Where the app serves its monitoring dashboard, for example https://app.example/dashboard."
    ),
]
SourceToken = Annotated[
    SecretStr,
    Field(
        min_length=1, max_length=500, description="The app's security token; kept encrypted, never returned."
    ),
    AfterValidator(_without_blanks),
]


class DashboardCreate(BaseModel):
    # A token that is refused is not repeated to whoever prints the error.
    model_config = ConfigDict(hide_input_in_errors=True)

    name: DashboardName
    url: SourceUrl
    token: SourceToken
    poll_interval_seconds: PollIntervalSeconds = 60
    settle_seconds: SettleSeconds = 10
    ping_interval_seconds: PingIntervalSeconds | None = 300
    check: bool = Field(
        True,
        description="Look at the app first, and refuse one that cannot be read. False adds it unseen, for an app "
        "that is not up yet.",
    )


class SourceCheckCreate(BaseModel):
    model_config = ConfigDict(hide_input_in_errors=True)

    url: SourceUrl
    token: SourceToken


class SourceRead(BaseModel):
    """An app that can be read."""

    kind: SourceKind = Field(description="Which way it is read: the export of FMD 1 or 2.0, or the agent.")
    version: str = Field(description="Version of the app's monitoring dashboard or agent.")
    total_calls: int = Field(description="Calls it has recorded.")
    first_call_at: datetime | None = Field(description="When its history begins; null before the first call.")
    warnings: list[str] = Field(
        description="Stable names of what its owner should know: default_token, names_inferred, clock_fault."
    )


class SourceRefusalRead(BaseModel):
    """Why an app cannot be read."""

    error: str = Field(description="Stable name of the reason, for example wrong_token.")
    detail: str = Field(description="What is wrong and what to do, for a person.")
    field: str = Field(description="What to change: url or token.")


class SourceCheckRead(BaseModel):
    """One of the two is given."""

    source: SourceRead | None
    refusal: SourceRefusalRead | None


class DashboardSettings(BaseModel):
    """What its owner may change, and an editor all but URL and token. What is left out stays as it is."""

    # A setting that cannot be changed must not look as if it was.
    model_config = ConfigDict(extra="forbid")

    name: DashboardName | None = None
    url: SourceUrl | None = None
    token: SourceToken | None = None
    poll_interval_seconds: PollIntervalSeconds | None = None
    settle_seconds: SettleSeconds | None = None
    raw_retention_days: RawRetentionDays | None = None
    apdex_threshold_ms: ApdexThresholdMs | None = None
    ping_interval_seconds: PingIntervalSeconds | None = None
    check: bool = Field(
        True,
        description="With a new URL or token: look at the app first, and change nothing if it cannot be read.",
    )

    @model_validator(mode="after")
    def _something_is_given(self) -> Self:
        if not self.changes() and self.token is None:
            raise ValueError(f"give at least one of {', '.join(type(self).model_fields.keys() - {'check'})}")
        return self

    @property
    def changes_source(self) -> bool:
        return self.url is not None or self.token is not None

    def changes(self) -> dict[str, object]:
        """The settings that are given, by column; all but the token. Pings alone can be set to nothing."""
        given = self.model_dump(exclude_unset=True, exclude={"token", "check"})
        return {
            name: value
            for name, value in given.items()
            if value is not None or name == "ping_interval_seconds"
        }


class FetchProgress(BaseModel):
    """How far the source was read."""

    history_from: datetime | None = Field(description="Where the source's history begins.")
    history_until: datetime | None = Field(description="Where history ends and polling begins.")
    history_started_at: datetime | None = Field(description="When reading history began.")
    history_ended_at: datetime | None = Field(description="When all of it was read; null before.")
    history_percent: float | None = Field(
        description="Of the history: by calls where the app says how many it has, else by time; null before."
    )
    history_rest_seconds: int | None = Field(
        description="How long the rest will take at the rate so far; null where that cannot be told."
    )
    watermark: datetime | None = Field(description="Up to here every call was fetched.")
    published_calls: int = Field(description="Calls fetched so far.")
    late_calls: int = Field(
        description="Of these, the ones that the app committed late; the audit found them."
    )
    source_total: int | None = Field(description="Calls the source said it has, when last asked.")
    source_version: str | None = Field(
        description="Version of the app's monitoring dashboard; of another source, its name and version."
    )


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
    corrected_calls: int = Field(description="Applied calls that came after their hour was rolled up.")
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


class AuditRead(BaseModel):
    """What comparing the calls counted with the app's own found."""

    audited_at: datetime
    audited_until: datetime = Field(description="Up to here all calls were read twice.")
    source_calls: int = Field(description="Calls that the app said it had.")
    unsettled_calls: int = Field(description="Of these, the ones too young to be counted yet.")
    counted_calls: int = Field(description="Calls that PyDash had fetched by then, late ones included.")
    missing_calls: int = Field(description="Calls that the app certainly has and PyDash could not find.")
    surplus_calls: int = Field(description="Calls that PyDash has and the app has no more.")


class DashboardRead(BaseModel):
    id: UUID
    role: Role = Field(
        description="What you may do: viewer reads, editor also changes settings and endpoints, owner everything."
    )
    name: str
    url: str
    state: StateName
    state_code: int = Field(description="The state's number: 0, 10, 11, 20, 21, 30 or 31.")
    error: str | None = Field(description="Stable name of what went wrong last; null while all is well.")
    error_detail: str | None = Field(description="What went wrong and what to do, for a person.")
    warnings: list[str] = Field(
        description="Stable names of what the owner should know though the app is read: default_token, "
        "names_inferred, clock_fault."
    )
    poll_interval_seconds: int
    settle_seconds: int
    raw_retention_days: int
    apdex_threshold_ms: float
    ping_interval_seconds: int | None
    created_at: datetime
    progress: FetchProgress
    applied: AppliedCalls


class DashboardDetail(DashboardRead):
    applied: AppliedDetail
    audit: AuditRead | None = Field(description="Null before the first audit, which follows the history.")
    uptime: StandingRead


class DashboardWithStatistics(DashboardDetail):
    statistics: StatisticsRead | None = Field(description="Null where no statistic was asked for.")


class DashboardList(BaseModel):
    items: list[DashboardRead]
    next_cursor: str | None = Field(description="Pass as cursor to get the next page; null on the last one.")
