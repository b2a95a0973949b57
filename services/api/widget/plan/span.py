"""Over which time a widget is asked."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.api.statistic.panel.plan import Scene
from services.api.statistic.period import resolve
from services.api.statistic.query import SPAN_FIELDS, SpanQuery
from services.api.widget.definition import Last, WidgetRange
from shared.query.calendar import Granularity, floor
from shared.query.errors import InvalidQueryError
from shared.query.period import Slice
from shared.query.zones import UTC_ZONE

_UNITS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}


@dataclass(frozen=True)
class Span:
    """Half-open. ``before`` is as much time before it, as far as that goes."""

    start: datetime
    end: datetime
    before: datetime

    def slice(self) -> Slice:
        return Slice("", self.start, self.end)

    def with_previous(self) -> tuple[Slice, ...]:
        """What came before, and the span."""
        return Slice("before", self.before, self.start), self.slice()


def span_of(asked: WidgetRange, scene: Scene) -> Span:
    """Raises InvalidQueryError."""
    if asked.last is not None:
        return _last(asked, asked.last, scene.now)
    period = resolve(SpanQuery(**asked.model_dump(exclude={"last"})), scene)
    return Span(period.start, period.end, period.start - (period.end - period.start))


def _last(asked: WidgetRange, last: Last, now: datetime) -> Span:
    for field in SPAN_FIELDS & asked.model_fields_set:
        raise InvalidQueryError(field, "cannot stand beside last")
    # Whole hours are answered from rollups, which are kept for ever.
    step = Granularity.MINUTE if last.unit == "minute" else Granularity.HOUR
    length = last.count * _UNITS[last.unit]
    start = floor(now, step, UTC_ZONE) - length
    return Span(start, floor(now, Granularity.MINUTE, UTC_ZONE) + timedelta(minutes=1), start - length)
