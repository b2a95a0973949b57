"""What a widget is told to show: which calls, which statistic of them, and how each kind puts it."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

from services.api.statistic.query import FilterQuery, SpanQuery
from services.api.text.storable import Storable, WithoutNul
from shared.query.calendar import Granularity
from shared.query.question import By
from shared.statistics.registry import StatisticName

_TOP_MAX = 50
_POINTS_MAX = 20
_TEXT_CHARS_MAX = 100


class Last(BaseModel):
    """So many minutes, hours, days or weeks until now."""

    model_config = ConfigDict(extra="forbid")

    count: int = Field(ge=1, le=1000)
    unit: Literal["minute", "hour", "day", "week"]


class WidgetRange(SpanQuery):
    """``last``, or a range as statistics take it; without either all calls."""

    last: Last | None = Field(
        None, description="It moves on with the time, and then no date or unit is given."
    )

    @property
    def grows(self) -> bool:
        """Whether it ends now, and begins where it began: it becomes longer with the time."""
        return not any((self.last, self.end_date, *(getattr(self, unit) for unit in Granularity)))


class _Definition(BaseModel):
    model_config = ConfigDict(extra="forbid")

    statistic: StatisticName
    filters: FilterQuery = FilterQuery()
    range: WidgetRange = WidgetRange()


class _Parts(_Definition):
    by: By | None = Field(
        None,
        description="Shows the statistic of each endpoint, version, ...; null: of all together, or what it lists.",
    )
    top: int = Field(8, ge=1, le=_TOP_MAX, description="So many, those with most calls; the rest is one.")


class _Thresholds(BaseModel):
    """A value from ``amber`` or ``red`` on has that colour; where red is the lesser, a value down to it."""

    amber: FiniteFloat
    red: FiniteFloat


_Text = Annotated[str, Field(max_length=_TEXT_CHARS_MAX), WithoutNul()]
_Colour = Annotated[str, Field(pattern="^[0-9A-Fa-f]{6}([0-9A-Fa-f]{2})?$")]
_Pair = Annotated[list[FiniteFloat], Field(min_length=2, max_length=2)]


class NumberWidget(_Definition):
    """Number & secondary stat: the statistic, and what it was before."""

    kind: Literal["number"]
    previous: bool = Field(True, description="Also its value over as much time before the range.")
    prefix: Storable | None = Field(None, max_length=10, description="What stands before the number.")
    absolute: bool = Field(False, description="The difference as a number, not in percent.")
    reverse: bool = Field(False, description="Less is better.")


class RagWidget(_Definition, _Thresholds):
    """Red, amber and green: the statistic stands in the column of its colour, the others are empty."""

    kind: Literal["rag"]


class TextWidget(_Parts):
    """Text: one message, or one for each part."""

    kind: Literal["text"]
    amber: FiniteFloat | None = Field(None, description="From here on a message is marked as information.")
    red: FiniteFloat | None = Field(None, description="From here on a message is marked as a warning.")


class PieChartWidget(_Parts):
    """Pie chart: a sector for each part, in the colours that the pages give endpoints."""

    kind: Literal["pie_chart"]


class LineChartWidget(_Definition):
    """Line chart: the statistic over time."""

    kind: Literal["line_chart"]
    timeslice: Granularity | None = Field(
        None,
        description="The length of a step; null: one that suits the range. A longer one is taken once a range that "
        "ends now has become too long for it.",
    )
    colour: _Colour | None = Field(None, description="As RRGGBB or RRGGBBTT.")


class GeckOMeterWidget(_Definition):
    """Geck-o-meter: where the statistic stands between two numbers."""

    kind: Literal["geck_o_meter"]
    minimum: FiniteFloat = 0
    maximum: FiniteFloat
    minimum_text: _Text | None = None
    maximum_text: _Text | None = None


class FunnelWidget(_Parts):
    """Funnel: the parts below each other."""

    kind: Literal["funnel"]
    type: Literal["standard", "reverse"] = Field(
        "standard", description="reverse: the colours the other way round."
    )
    percentage: Literal["show", "hide"] = "show"
    sort: bool = Field(True, description="The greatest first, whatever has most calls.")


class BulletWidget(_Definition):
    """Bullet: the statistic against another value, over ranges of red, amber and green."""

    kind: Literal["bullet"]
    axis_points: list[FiniteFloat] = Field(min_length=2, max_length=_POINTS_MAX)
    comparative: FiniteFloat | None = Field(
        None, description="What it is measured against; null: its value over as much time before the range."
    )
    projected: FiniteFloat | None = None
    sublabel: _Text | None = None
    red: _Pair | None = Field(
        None, description="Start and end. Without all three the axis is divided into thirds."
    )
    amber: _Pair | None = None
    green: _Pair | None = None
    orientation: Literal["horizontal", "vertical"] = "horizontal"
    auto_scale: bool = Field(True, description="Thousands, millions or billions where the axis reaches them.")


WidgetDefinition = Annotated[
    NumberWidget
    | RagWidget
    | TextWidget
    | PieChartWidget
    | LineChartWidget
    | GeckOMeterWidget
    | FunnelWidget
    | BulletWidget,
    Field(discriminator="kind"),
]
