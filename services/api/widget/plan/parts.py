"""Widgets of several figures with their names: text, pie chart, funnel."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from pydash_agent.widgets import TEXT_INFO, TEXT_NONE, TEXT_WARN
from services.api.statistic.panel.plan import Plan, Scene
from services.api.widget.definition import FunnelWidget, PieChartWidget, TextWidget
from services.api.widget.plan.colours import colours_of
from services.api.widget.plan.figures import Figure, entries, figure, written
from services.api.widget.plan.span import span_of
from services.api.widget.plan.thresholds import Level, level_of
from shared.query.answer import Answer
from shared.query.question import Question
from shared.statistics.statistic import Value

_PartsWidget = TextWidget | PieChartWidget | FunnelWidget
_REST = "others"
_MARKS = {Level.RED: TEXT_WARN, Level.AMBER: TEXT_INFO, Level.GREEN: TEXT_NONE}


class _Part(NamedTuple):
    """``name`` is None for the rest together."""

    name: str | None
    value: Value

    @property
    def label(self) -> str:
        return _REST if self.name is None else self.name


def plan_text(title: str, asked: TextWidget, scene: Scene) -> Plan[Any]:
    def message(part: _Part) -> tuple[str, int]:
        now = figure(part.value)
        level = Level.GREEN if now is None else level_of(now, amber=asked.amber, red=asked.red)
        return f"{part.label}: {written(asked.statistic, part.value)}", _MARKS[level]

    return _plan(title, asked, scene, lambda parts: [message(part) for part in parts])


def plan_pie_chart(title: str, asked: PieChartWidget, scene: Scene) -> Plan[Any]:
    def read(parts: Sequence[_Part]) -> list[tuple[Figure, str, str]]:
        known = _known(parts)
        colours = colours_of(part.name for part in known)
        return [(figure(part.value), part.label, colour) for part, colour in zip(known, colours, strict=True)]

    return _plan(title, asked, scene, read)


def plan_funnel(title: str, asked: FunnelWidget, scene: Scene) -> Plan[Any]:
    def read(parts: Sequence[_Part]) -> dict[str, Any]:
        return {
            "items": [(figure(part.value), part.label) for part in _known(parts)],
            "type": asked.type,
            "percentage": asked.percentage,
            "sort": asked.sort,
        }

    return _plan(title, asked, scene, read)


def _plan(title: str, asked: _PartsWidget, scene: Scene, read: Callable[[Sequence[_Part]], Any]) -> Plan[Any]:
    question = Question(
        (span_of(asked.range, scene).slice(),),
        (asked.statistic,),
        asked.filters.filters(),
        () if asked.by is None else (asked.by,),
        None if asked.by is None else asked.top,
        reduced=True,
    )
    return Plan((question,), lambda answers: read(_parts(title, asked, answers[0])))


def _parts(title: str, asked: _PartsWidget, answer: Answer) -> list[_Part]:
    if asked.by is not None:
        return [_Part(row.key[0], row.values[0][asked.statistic]) for row in answer.rows]
    value = answer.rows[0].values[0][asked.statistic]
    listed = entries(value)
    if listed is None:
        return [_Part(title, value)]
    parts = [_Part(name, number) for name, number in listed[: asked.top]]
    if rest := listed[asked.top :]:
        parts.append(_Part(None, sum(number for _, number in rest)))
    return parts


def _known(parts: Sequence[_Part]) -> list[_Part]:
    """Nothing is drawn of what has no value, or none to speak of."""
    return [part for part in parts if figure(part.value)]
