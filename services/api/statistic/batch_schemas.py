"""Many panels asked for at once, and their answers, on the wire.

A panel has the fields that the operation of its kind has as parameters.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    ValidationError,
    WrapValidator,
)

from services.api.problem.schemas import Problem
from services.api.statistic.query import (
    BoxQuery,
    BreakdownQuery,
    HeatmapQuery,
    MatrixQuery,
    SelectionQuery,
    SlicesQuery,
    StatisticsQuery,
    ValueQuery,
    ValuesQuery,
)
from services.api.statistic.schemas import (
    BoxplotRead,
    BreakdownRead,
    EndpointBoxplotsRead,
    HeatmapRead,
    MatrixRead,
    StatisticsRead,
    VersionBoxplotsRead,
)

PANELS_MAX = 40


class ValuePanel(ValueQuery):
    kind: Literal["value"]


class SeriesPanel(ValuesQuery):
    """It must have a timeslice, of its own or as a default."""

    kind: Literal["series"]


class BreakdownPanel(BreakdownQuery):
    kind: Literal["breakdown"]


class HeatmapPanel(HeatmapQuery):
    kind: Literal["heatmap"]


class BoxplotPanel(BoxQuery):
    kind: Literal["boxplot"]


class BoxplotsPanel(SelectionQuery):
    """Of each endpoint."""

    kind: Literal["boxplots"]


class VersionsPanel(SelectionQuery):
    """Boxes of each version."""

    kind: Literal["versions"]


class MatrixPanel(MatrixQuery):
    kind: Literal["matrix"]


Panel = (
    ValuePanel
    | SeriesPanel
    | BreakdownPanel
    | HeatmapPanel
    | BoxplotPanel
    | BoxplotsPanel
    | VersionsPanel
    | MatrixPanel
)


@dataclass(frozen=True)
class RefusedPanel:
    """What is wrong with a panel that could not be read; the others can be answered all the same."""

    errors: list[Any]


def _refused(value: Any, handler: Callable[[Any], Panel]) -> Panel | RefusedPanel:
    try:
        return handler(value)
    except ValidationError as error:
        return RefusedPanel(error.errors(include_url=False))


_AskedPanel = Annotated[Annotated[Panel, Discriminator("kind")], WrapValidator(_refused)]
_PanelName = Annotated[str, StringConstraints(min_length=1, max_length=100)]


class PanelDefaults(SelectionQuery, SlicesQuery, StatisticsQuery):
    """For every panel that has such a field and does not give it.

    The fields of the span of time (dates, year ... minute, granularity) go together: a panel that gives one
    of them takes none of these.
    """


class DashboardQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    defaults: PanelDefaults = Field(default_factory=PanelDefaults)
    panels: dict[_PanelName, _AskedPanel] = Field(
        min_length=1, max_length=PANELS_MAX, description="By names of the client's choice."
    )


class ValueAnswer(BaseModel):
    kind: Literal["value"] = "value"
    answer: StatisticsRead


class SeriesAnswer(BaseModel):
    kind: Literal["series"] = "series"
    answer: StatisticsRead


class BreakdownAnswer(BaseModel):
    kind: Literal["breakdown"] = "breakdown"
    answer: BreakdownRead


class HeatmapAnswer(BaseModel):
    kind: Literal["heatmap"] = "heatmap"
    answer: HeatmapRead


class BoxplotAnswer(BaseModel):
    kind: Literal["boxplot"] = "boxplot"
    answer: BoxplotRead


class BoxplotsAnswer(BaseModel):
    kind: Literal["boxplots"] = "boxplots"
    answer: EndpointBoxplotsRead


class VersionsAnswer(BaseModel):
    kind: Literal["versions"] = "versions"
    answer: VersionBoxplotsRead


class MatrixAnswer(BaseModel):
    kind: Literal["matrix"] = "matrix"
    answer: MatrixRead


class ProblemAnswer(BaseModel):
    """This panel could not be answered; the others are."""

    kind: Literal["problem"] = "problem"
    problem: Problem


PanelAnswer = (
    ValueAnswer
    | SeriesAnswer
    | BreakdownAnswer
    | HeatmapAnswer
    | BoxplotAnswer
    | BoxplotsAnswer
    | VersionsAnswer
    | MatrixAnswer
    | ProblemAnswer
)


class BatchRead(BaseModel):
    applied_sequence: int = Field(description="Of the data that all panels are answered from.")
    panels: dict[str, Annotated[PanelAnswer, Discriminator("kind")]] = Field(
        description="By the names that were asked for."
    )
