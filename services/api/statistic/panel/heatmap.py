"""One statistic of every hour, day by day.

A day has the hours that its clocks show: 23 of them where one is skipped, 25 where one is repeated.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from services.api.statistic.panel.plan import Plan, Scene
from services.api.statistic.period import resolve
from services.api.statistic.query import HeatmapQuery
from services.api.statistic.schemas import HeatmapDay, HeatmapHour, HeatmapRead
from shared.query.answer import Answer, Values
from shared.query.calendar import Granularity
from shared.query.errors import InvalidQueryError
from shared.query.period import Slice, calendar_slices
from shared.query.question import Question
from shared.statistics.registry import StatisticName

# What names or counts several things is no colour.
NOT_A_NUMBER = {StatisticName.VISITS_PER_IP, StatisticName.STATUS_CLASSES, StatisticName.VERSIONS}
_NUMBERS = ", ".join(name for name in StatisticName if name not in NOT_A_NUMBER)


def plan_heatmap(asked: HeatmapQuery, scene: Scene) -> Plan[HeatmapRead]:
    """Raises InvalidQueryError."""
    if asked.statistic in NOT_A_NUMBER:
        raise InvalidQueryError("statistic", f"must be a single number, one of {_NUMBERS}")
    period = resolve(asked, scene)
    hours = calendar_slices(period, Granularity.HOUR, asked.timezone).slices or ()

    def read(answers: Sequence[Answer]) -> HeatmapRead:
        values = answers[0].rows[0].values
        cells = [_hour(*cell, asked.statistic, scene.now) for cell in zip(hours, values, strict=True)]
        days = groupby(cells, key=lambda cell: cell.slice.partition("T")[0])
        return HeatmapRead(
            start=period.start,
            end=period.end,
            statistic=asked.statistic,
            days=[HeatmapDay(day=day, hours=list(of_day)) for day, of_day in days],
        )

    question = Question(hours, (asked.statistic,), asked.filters(), reduced=asked.precision == "reduced")
    # Hours to come turn from null into numbers.
    return Plan((question,), read, fades=period.end > scene.now)


def _hour(part: Slice, values: Values, statistic: StatisticName, now: datetime) -> HeatmapHour:
    value = values[statistic] if part.start <= now else None
    assert value is None or isinstance(value, int | float)
    hour = int(part.key.partition("T")[2])
    return HeatmapHour(hour=hour, slice=part.key, start=part.start, value=value)
