"""What can be asked: the parameters of the statistics operations, and the fields of a batch's panels."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from services.api.text.storable import Storable
from shared.calls.presentable import NAME_CHARS_MAX
from shared.query.calendar import Granularity
from shared.query.question import By, Filters
from shared.statistics.registry import StatisticName

STATISTICS_MAX = len(StatisticName)
TOP_MAX = 200

_MOMENT = "as 2018, 2018-05, 2018-W17, 2018-05-20, 2018-05-20T20, 2018-05-20T20-10 or ISO time with offset"

Precision = Literal["reduced", "full"]
_PRECISION: Precision = Field(
    "reduced", description="reduced: three digits, as people read them; full: the computed number."
)


def _moment(description: str) -> str | None:
    default: str | None = Field(None, max_length=40, description=description)
    return default


def _filter(description: str) -> str | None:
    default: str | None = Field(None, max_length=NAME_CHARS_MAX, description=description)
    return default


class SpanQuery(BaseModel):
    """A range of time: both dates inclusive at ``granularity``, or one calendar unit by its name."""

    # A parameter that is only nearly right would widen the answer instead of failing.
    model_config = ConfigDict(extra="forbid")

    start_date: str | None = _moment(f"First moment, {_MOMENT}; default: the first call.")
    end_date: str | None = _moment(f"Last moment, {_MOMENT}; default: now.")
    year: str | None = _moment("Only this year, as 2018. One of year ... minute, and then neither date.")
    month: str | None = _moment("Only this month, as 2018-05.")
    week: str | None = _moment("Only this ISO week, as 2018-W17.")
    day: str | None = _moment("Only this day, as 2018-05-20.")
    hour: str | None = _moment("Only this hour, as 2018-05-20T20; both where clocks repeat it.")
    minute: str | None = _moment(
        "Only this minute, as 2018-05-20T20-10 or 2018-05-20T20:10; the first where clocks repeat it."
    )
    granularity: Granularity = Field(Granularity.DAY, description="How much of end_date on is included.")
    timezone: str = Field("UTC", max_length=64, description="IANA zone whose calendar applies.")


# They say together what the range is.
SPAN_FIELDS = frozenset(SpanQuery.model_fields) - {"timezone"}


class FilterQuery(BaseModel):
    """Which calls count: those that match all that is given."""

    model_config = ConfigDict(extra="forbid")

    endpoint: Storable | None = _filter("Only calls of this endpoint.")
    version: Storable | None = _filter("Only calls that this version of the app answered.")
    group_by: Storable | None = _filter("Only calls of this group, as the app groups them.")
    ip: Storable | None = _filter("Only calls from this address.")
    status: int | None = Field(
        None, ge=0, le=999, description="Only calls answered with this HTTP status; 0: it was not recorded."
    )

    def filters(self) -> Filters:
        return Filters(self.endpoint, self.version, self.group_by, self.ip, self.status)


class SelectionQuery(SpanQuery, FilterQuery):
    """Some calls of a dashboard."""


_ENDPOINT: str = Field(max_length=NAME_CHARS_MAX, description="The endpoint's name.")


class OfEndpointQuery(SelectionQuery):
    """Some calls of one endpoint."""

    endpoint: str = _ENDPOINT


class SlicesQuery(BaseModel):
    """Into which steps of time the answer is cut."""

    timeslice: Granularity | None = Field(
        None, description="Answer per slice of this length; it overrules granularity."
    )
    timeslice_is_static: bool = Field(
        True,
        description="true: slices of the calendar; false: slices of that length from the start of the range on.",
    )


class StatisticsQuery(BaseModel):
    statistic: list[StatisticName] = Field(
        default=[], max_length=STATISTICS_MAX, description="What to compute; repeat it for several."
    )
    precision: Precision = _PRECISION


class ValueQuery(SelectionQuery, StatisticsQuery):
    """Statistics of all the calls that are selected."""


class ValuesQuery(ValueQuery, SlicesQuery):
    """The same, together or per slice."""


class EndpointValuesQuery(ValuesQuery):
    """The same, of one endpoint's calls."""

    endpoint: str = _ENDPOINT


class BreakdownQuery(SelectionQuery, SlicesQuery, StatisticsQuery):
    """Statistics of each endpoint, version, ..."""

    by: By = Field(description="What calls are told apart by.")
    top: int = Field(
        20, ge=1, le=TOP_MAX, description="So many keys, those with most calls; the rest is one."
    )


class HeatmapQuery(SelectionQuery):
    """One statistic of every hour of every day."""

    statistic: StatisticName = Field(
        StatisticName.AVERAGE_EXECUTION_TIME, description="What to compute; it must be a single number."
    )
    precision: Precision = _PRECISION


class BoxQuery(SelectionQuery, SlicesQuery):
    """How execution times are spread, together or per slice."""


class MatrixQuery(SelectionQuery):
    """Versions against endpoints, groups or addresses."""

    by: Literal["endpoint", "group_by", "ip"] = Field(
        "group_by", description="What versions are set against."
    )
    top: int = Field(20, ge=1, le=TOP_MAX, description="So many, those with most calls; the rest is one.")
