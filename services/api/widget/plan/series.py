"""The widget of a statistic over time: line chart."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

from services.api.statistic.panel.plan import Plan, Scene
from services.api.widget.definition import LineChartWidget
from services.api.widget.plan.figures import figure
from services.api.widget.plan.span import Span, span_of
from shared.query.answer import Answer
from shared.query.calendar import Granularity
from shared.query.errors import InvalidQueryError
from shared.query.period import Period, Slice, calendar_slices
from shared.query.question import Question

# As many as a tile of a wallboard can show.
_SLICES_MAX = 500
_LABELS = 5
# Steps for ranges up to a length, so that there are some dozens.
_STEPS = (
    (timedelta(hours=3), Granularity.MINUTE),
    (timedelta(days=4), Granularity.HOUR),
    (timedelta(days=120), Granularity.DAY),
    (timedelta(days=1000), Granularity.WEEK),
)
_COARSER = tuple(reversed(Granularity))


def plan_line_chart(_: str, asked: LineChartWidget, scene: Scene) -> Plan[Any]:
    """Raises InvalidQueryError."""
    span = span_of(asked.range, scene)
    slices = _slices(span, asked)

    def read(answers: Sequence[Answer]) -> tuple[object, ...]:
        # Without calls a time has no value, and a line no place for none.
        values = [figure(each[asked.statistic]) or 0 for each in answers[0].rows[0].values]
        return values, _labels(slices), [min(values), max(values)], asked.colour

    question = Question(slices, (asked.statistic,), asked.filters.filters(), reduced=True)
    return Plan((question,), read)


def _slices(span: Span, asked: LineChartWidget) -> tuple[Slice, ...]:
    unit = asked.timeslice or next(
        (unit for length, unit in _STEPS if span.end - span.start <= length), Granularity.MONTH
    )
    # What fits while the widget is made must be shown later on, too: the steps of a range that grows do.
    *finer, coarsest = _COARSER[_COARSER.index(unit) :] if asked.range.grows else (unit,)
    for each in finer:
        with suppress(InvalidQueryError):
            return _sliced(span, each, asked.range.timezone)
    return _sliced(span, coarsest, asked.range.timezone)


def _sliced(span: Span, unit: Granularity, timezone: str) -> tuple[Slice, ...]:
    """Raises InvalidQueryError where these are too many."""
    slices = calendar_slices(Period(span.start, span.end, None), unit, timezone).slices or ()
    if len(slices) > _SLICES_MAX:
        raise InvalidQueryError(
            "timeslice", f"gives {len(slices)} points; at most {_SLICES_MAX} can be shown"
        )
    return slices


def _labels(slices: Sequence[Slice]) -> list[str]:
    """A few of their keys, the first and the last among them, as evenly as the format spreads them."""
    if len(slices) <= _LABELS:
        return [each.key for each in slices]
    last = len(slices) - 1
    return [slices[round(last * number / (_LABELS - 1))].key for number in range(_LABELS)]
