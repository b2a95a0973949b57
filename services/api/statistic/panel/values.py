"""Statistics of all calls that are selected: one set of values, or a series."""

from collections.abc import Sequence

from services.api.statistic.panel.plan import Plan, Scene, fades, slices_of
from services.api.statistic.period import resolve
from services.api.statistic.query import StatisticsQuery, ValueQuery, ValuesQuery
from services.api.statistic.schemas import SliceRead, StatisticsRead
from shared.query.answer import Answer
from shared.query.calendar import Granularity
from shared.query.errors import InvalidQueryError
from shared.query.question import Question
from shared.statistics.registry import StatisticName


def plan_values(asked: ValueQuery, scene: Scene) -> Plan[StatisticsRead]:
    """Raises InvalidQueryError."""
    names = statistics_of(asked)
    period = resolve(asked, scene)

    def read(answers: Sequence[Answer]) -> StatisticsRead:
        values = answers[0].rows[0].values
        if period.slices is None:
            return StatisticsRead(start=period.start, end=period.end, values=values[0], slices=None)
        slices = [
            SliceRead(slice=part.key, start=part.start, values=each)
            for part, each in zip(period.slices, values, strict=True)
        ]
        return StatisticsRead(start=period.start, end=period.end, values=None, slices=slices)

    question = Question(slices_of(period), names, asked.filters(), reduced=asked.precision == "reduced")
    return Plan((question,), read, fades(period, names, scene.now))


def plan_series(asked: ValuesQuery, scene: Scene) -> Plan[StatisticsRead]:
    """Raises InvalidQueryError."""
    if asked.timeslice is None:
        raise InvalidQueryError("timeslice", f"a series needs one of {', '.join(Granularity)}")
    return plan_values(asked, scene)


def statistics_of(asked: StatisticsQuery) -> tuple[StatisticName, ...]:
    """Each once. Raises InvalidQueryError where there is none."""
    if not asked.statistic:
        raise InvalidQueryError("statistic", f"name at least one of {', '.join(StatisticName)}")
    return tuple(dict.fromkeys(asked.statistic))
