"""Statistics of each key of a dimension, the busiest first, and of all others together."""

from collections.abc import Sequence

from services.api.statistic.panel.plan import Plan, Scene, fades, slices_of
from services.api.statistic.panel.values import statistics_of
from services.api.statistic.period import resolve
from services.api.statistic.query import BreakdownQuery
from services.api.statistic.schemas import BreakdownRead, BreakdownRow, SliceStart
from shared.query.answer import Answer, Row
from shared.query.errors import InvalidQueryError
from shared.query.question import Question

# Sets of values in one answer: as many rows of as many slices as one page can draw.
_SETS_MAX = 20_000


def plan_breakdown(asked: BreakdownQuery, scene: Scene) -> Plan[BreakdownRead]:
    """Raises InvalidQueryError."""
    names = statistics_of(asked)
    period = resolve(asked, scene)
    slices = slices_of(period)
    if (asked.top + 1) * len(slices) > _SETS_MAX:
        allowed = max(_SETS_MAX // len(slices) - 1, 1)
        raise InvalidQueryError("top", f"must be at most {allowed} for {len(slices)} slices, or slices fewer")

    def read(answers: Sequence[Answer]) -> BreakdownRead:
        sliced = period.slices is not None
        starts = [SliceStart(slice=part.key, start=part.start) for part in slices] if sliced else None
        return BreakdownRead(
            start=period.start,
            end=period.end,
            by=asked.by,
            slices=starts,
            rows=[_row(row, sliced=sliced) for row in answers[0].rows],
        )

    question = Question(
        slices, names, asked.filters(), (asked.by,), asked.top, reduced=asked.precision == "reduced"
    )
    return Plan((question,), read, fades(period, names, scene.now))


def _row(row: Row, *, sliced: bool) -> BreakdownRow:
    return BreakdownRow(
        key=row.key[0],
        calls=row.calls,
        last_call_at=row.last_call_at,
        values=None if sliced else row.values[0],
        slices=row.values if sliced else None,
    )
