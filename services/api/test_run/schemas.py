"""Test runs on the wire."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from services.api.statistic.query import SpanQuery
from services.api.text.storable import Storable, WithoutNul

NAME_CHARS_MAX = 1000
PORTIONS_MAX = 1000
RESULTS_MAX = 2000
ENDPOINTS_MAX = 1000
HITS_MAX = 50
REPETITIONS_MAX = 1000
DURATIONS_MAX = 100

Name = Annotated[str, StringConstraints(min_length=1, max_length=NAME_CHARS_MAX), WithoutNul()]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), WithoutNul()]
Times = Annotated[int, Field(ge=0, le=REPETITIONS_MAX)]
# A year: what is longer is a mistake.
Milliseconds = Annotated[float, Field(ge=0, le=366 * 86_400_000, allow_inf_nan=False)]


class HitCreate(BaseModel):
    endpoint: Name
    calls: int = Field(ge=1, le=1_000_000_000, description="How many calls of it the test made.")
    total_ms: Milliseconds = Field(description="Their execution times together.")


class TestResultCreate(BaseModel):
    name: Name = Field(description="The test's name in its suite; the same in every run.")
    passed: Times
    failed: Times
    skipped: Times = 0
    durations_ms: list[Milliseconds] = Field(
        [], max_length=DURATIONS_MAX, description="How long the test's body took, each time that it ran."
    )
    hits: list[HitCreate] = Field(
        [], max_length=HITS_MAX, description="The endpoints that the test's body called."
    )


class EndpointTested(BaseModel):
    """An endpoint as the tests of a run called it."""

    endpoint: Name
    tests: int = Field(ge=0, le=1_000_000_000, description="How many tests called it.")
    calls: int = Field(ge=1, le=1_000_000_000)
    total_ms: Milliseconds
    median_ms: Milliseconds
    ninetieth_percentile_ms: Milliseconds
    slowest_ms: Milliseconds


class TestRunCreate(BaseModel):
    """A portion of a run. All of a run's portions have the same head; each may be sent again."""

    model_config = ConfigDict(extra="forbid")

    run_id: UUID = Field(description="Chosen by who submits: the same for all portions of the run.")
    suite: Label = Field(description="The suite's name; one that the dashboard does not have yet is made.")
    version: Label | None = Field(None, description="The version of the app, for example the git commit.")
    build: Label | None = Field(None, description="The CI's id of the build.")
    started_at: AwareDatetime = Field(description="Since 1970, and not more than a day ahead.")
    portions: int = Field(1, ge=1, le=PORTIONS_MAX, description="How many portions the run has.")
    portion: int = Field(1, ge=1, le=PORTIONS_MAX, description="Which of them this is.")
    results: list[TestResultCreate] = Field(max_length=RESULTS_MAX)
    endpoints: list[EndpointTested] = Field(
        [], max_length=ENDPOINTS_MAX, description="The endpoints of the whole run, in one of its portions."
    )

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.portion > self.portions:
            raise ValueError(f"portion {self.portion} is none of {self.portions}")
        if len({result.name for result in self.results}) < len(self.results):
            raise ValueError("results: a test may be named only once; repetitions are counted in its result")
        return self


class TestRunSubmitted(BaseModel):
    run_id: UUID
    complete: bool = Field(description="Whether all portions are here; until then nothing shows the run.")


class TestRunRead(BaseModel):
    id: UUID
    suite_id: UUID
    suite: str
    version: str | None
    build: str | None
    started_at: datetime
    tests: int
    failed: int = Field(description="Tests of which at least one repetition failed.")
    skipped: int = Field(description="Tests that did not run.")
    flaky: int = Field(description="Tests that both passed and failed in this run.")
    duration_ms: float = Field(description="Of the bodies of all tests and repetitions.")
    endpoints: int = Field(description="How many endpoints the tests hit.")


class TestRunList(BaseModel):
    items: list[TestRunRead] = Field(description="The newest first.")
    next_cursor: str | None


class TestSuiteRead(BaseModel):
    id: UUID
    name: str
    runs: int
    last_run: TestRunRead | None


class TestSuiteList(BaseModel):
    items: list[TestSuiteRead] = Field(description="By name.")


class HitRead(BaseModel):
    endpoint: str
    calls: int
    total_ms: float


class TestResultRead(BaseModel):
    name: str
    passed: int
    failed: int
    skipped: int
    fastest_ms: float | None
    median_ms: float | None = Field(description="Of its repetitions; null where its body did not run.")
    slowest_ms: float | None
    hits: list[HitRead]


class TestResultList(BaseModel):
    items: list[TestResultRead] = Field(description="The slowest first, by the median.")
    next_cursor: str | None


class ResultsQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    endpoint: Storable | None = Field(
        None, max_length=NAME_CHARS_MAX, description="Only tests that hit this endpoint."
    )
    outcome: Literal["failed", "flaky", "skipped"] | None = Field(
        None, description="Only tests that failed at least once, both passed and failed, or did not run."
    )
    cursor: str | None = Field(None, max_length=200)
    limit: int = Field(50, ge=1, le=500)


class TestHistoryItem(BaseModel):
    run_id: UUID
    version: str | None
    build: str | None
    started_at: datetime
    passed: int
    failed: int
    skipped: int
    fastest_ms: float | None
    median_ms: float | None
    slowest_ms: float | None


class TestHistory(BaseModel):
    name: str
    items: list[TestHistoryItem] = Field(description="The last 200 runs with this test, the oldest first.")


class FlakyTest(BaseModel):
    name: str
    passed: int = Field(description="Over the runs that were looked at, each repetition counted.")
    failed: int
    versions: int = Field(description="Versions of the app with which it both passed and failed.")


class FlakyTestList(BaseModel):
    runs: int = Field(description="How many runs were looked at: the last 50.")
    items: list[FlakyTest] = Field(description="Those that fail the most often come first.")


class Production(BaseModel):
    """The calls of an endpoint that the monitored app handled in the range."""

    calls: int
    median_ms: float | None
    ninetieth_percentile_ms: float | None


class EndpointUnderTest(EndpointTested):
    production: Production | None = Field(description="Null: not called in the range.")


class UnderTestQuery(SpanQuery):
    """The range of production's calls."""


class EndpointsUnderTest(BaseModel):
    start: datetime
    end: datetime
    items: list[EndpointUnderTest] = Field(description="Endpoints that the run's tests hit, by name.")
    not_hit: list[str] = Field(
        description="Endpoints called in the range that no test hits, those with most calls first; at most 100."
    )


class RegressionsQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    slower_by: float = Field(
        0.2, gt=0, le=1000, allow_inf_nan=False, description="As a fraction: 0.2 is 20 %."
    )
    slower_by_ms: float = Field(
        5.0, ge=0, le=1e9, allow_inf_nan=False, description="And by at least so much: less is noise."
    )


class Regression(BaseModel):
    name: str
    median_ms: float
    baseline_ms: float = Field(description="The median over the runs that it is compared with.")
    slower_by: float


class Regressions(BaseModel):
    baseline_runs: int = Field(
        description="With how many runs it was compared: the last five before it, of other versions; "
        "of any, where it has no version."
    )
    items: list[Regression] = Field(description="The most slowed first; at most 500.")
