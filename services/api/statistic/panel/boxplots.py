"""How execution times are spread: of the selected calls, of each endpoint, of each version."""

from collections.abc import Sequence
from typing import Any

from services.api.statistic.panel.plan import Plan, Scene, slices_of
from services.api.statistic.period import resolve
from services.api.statistic.query import BoxQuery, SelectionQuery
from services.api.statistic.schemas import (
    Box,
    BoxplotRead,
    BoxSlice,
    EndpointBox,
    EndpointBoxplotsRead,
    VersionBox,
    VersionBoxplotsRead,
)
from shared.query.answer import Answer, Values
from shared.query.question import By, Question
from shared.statistics.registry import StatisticName

_FIELDS = {
    "count": StatisticName.TOTAL_VISITS,
    "min": StatisticName.FASTEST_MEASURED_EXECUTION_TIME,
    "p5": StatisticName.FIFTH_PERCENTILE_EXECUTION_TIME,
    "p25": StatisticName.FASTEST_QUARTILE_EXECUTION_TIME,
    "p50": StatisticName.MEDIAN_EXECUTION_TIME,
    "p75": StatisticName.SLOWEST_QUARTILE_EXECUTION_TIME,
    "p95": StatisticName.NINETY_FIFTH_PERCENTILE_EXECUTION_TIME,
    "max": StatisticName.SLOWEST_MEASURED_EXECUTION_TIME,
}
_STATISTICS = tuple(_FIELDS.values())


def plan_boxplot(asked: BoxQuery, scene: Scene) -> Plan[BoxplotRead]:
    """Of all the selected calls, together or per slice. Raises InvalidQueryError."""
    period = resolve(asked, scene)

    def read(answers: Sequence[Answer]) -> BoxplotRead:
        boxes = [_box(values) for values in answers[0].rows[0].values]
        if period.slices is None:
            return BoxplotRead(start=period.start, end=period.end, box=boxes[0], slices=None)
        slices = [
            BoxSlice(slice=part.key, start=part.start, box=box)
            for part, box in zip(period.slices, boxes, strict=True)
        ]
        return BoxplotRead(start=period.start, end=period.end, box=None, slices=slices)

    return Plan((Question(slices_of(period), _STATISTICS, asked.filters()),), read)


def plan_endpoint_boxplots(asked: SelectionQuery, scene: Scene) -> Plan[EndpointBoxplotsRead]:
    """Raises InvalidQueryError."""
    period = resolve(asked, scene)

    def read(answers: Sequence[Answer]) -> EndpointBoxplotsRead:
        items = [EndpointBox(endpoint=name, box=box) for name, box in _boxes(answers[0])]
        return EndpointBoxplotsRead(start=period.start, end=period.end, items=items)

    question = Question(slices_of(period), _STATISTICS, asked.filters(), (By.ENDPOINT,))
    return Plan((question,), read)


def plan_version_boxplots(asked: SelectionQuery, scene: Scene) -> Plan[VersionBoxplotsRead]:
    """Raises InvalidQueryError."""
    period = resolve(asked, scene)

    def read(answers: Sequence[Answer]) -> VersionBoxplotsRead:
        items = [VersionBox(version=name, box=box) for name, box in _boxes(answers[0])]
        return VersionBoxplotsRead(start=period.start, end=period.end, items=items)

    question = Question(slices_of(period), _STATISTICS, asked.filters(), (By.VERSION,))
    return Plan((question,), read)


def _boxes(answer: Answer) -> list[tuple[str, Box]]:
    # Nothing is beyond the top where none is set, so every row has its name.
    return [(name, _box(row.values[0])) for row in answer.rows for name in row.key if name is not None]


def _box(values: Values) -> Box:
    fields: dict[str, Any] = {field: values[statistic] for field, statistic in _FIELDS.items()}
    return Box(**fields)
