"""Widgets of one figure, some beside what it was before: number, RAG, geck-o-meter, bullet."""

from collections.abc import Sequence
from typing import Any

from services.api.statistic.panel.plan import Plan, Scene
from services.api.widget.definition import BulletWidget, GeckOMeterWidget, NumberWidget, RagWidget
from services.api.widget.plan.figures import Figure, figure
from services.api.widget.plan.span import span_of
from services.api.widget.plan.thresholds import Level, level_of
from shared.query.answer import Answer
from shared.query.errors import InvalidQueryError
from shared.query.period import Slice
from shared.query.question import Question

_SingleWidget = NumberWidget | RagWidget | GeckOMeterWidget | BulletWidget


def plan_number(_: str, asked: NumberWidget, scene: Scene) -> Plan[Any]:
    span = span_of(asked.range, scene)
    slices = span.with_previous() if asked.previous else (span.slice(),)

    def read(answers: Sequence[Answer]) -> tuple[Figure, Figure, str | None]:
        *before, now = _figures(asked, answers)
        return now, before[0] if before else None, asked.prefix

    return _plan(asked, slices, read)


def plan_rag(title: str, asked: RagWidget, scene: Scene) -> Plan[Any]:
    def read(answers: Sequence[Answer]) -> list[tuple[Figure, str]]:
        (now,) = _figures(asked, answers)
        lit = None if now is None else level_of(now, amber=asked.amber, red=asked.red)
        return [
            (now, title) if level is lit else (None, "") for level in (Level.RED, Level.AMBER, Level.GREEN)
        ]

    return _plan(asked, (span_of(asked.range, scene).slice(),), read)


def plan_geck_o_meter(_: str, asked: GeckOMeterWidget, scene: Scene) -> Plan[Any]:
    """Raises InvalidQueryError."""
    if asked.minimum >= asked.maximum:
        raise InvalidQueryError("maximum", "must be more than the minimum")

    def read(answers: Sequence[Answer]) -> tuple[object, ...]:
        (now,) = _figures(asked, answers)
        least, most = (
            value if text is None else (value, text)
            for value, text in ((asked.minimum, asked.minimum_text), (asked.maximum, asked.maximum_text))
        )
        return asked.minimum if now is None else now, least, most

    return _plan(asked, (span_of(asked.range, scene).slice(),), read)


def plan_bullet(title: str, asked: BulletWidget, scene: Scene) -> Plan[Any]:
    span = span_of(asked.range, scene)

    def read(answers: Sequence[Answer]) -> dict[str, Any]:
        before, now = _figures(asked, answers)
        chosen = asked.model_dump(include=_BULLET_OPTIONS, exclude_none=True)
        comparative = before if asked.comparative is None else asked.comparative
        return {"label": title, "current": now or 0, "comparative": comparative or 0, **chosen}

    return _plan(asked, span.with_previous(), read)


_BULLET_OPTIONS = {
    "axis_points",
    "projected",
    "sublabel",
    "red",
    "amber",
    "green",
    "orientation",
    "auto_scale",
}


def _plan(asked: _SingleWidget, slices: tuple[Slice, ...], read: Any) -> Plan[Any]:
    return Plan((Question(slices, (asked.statistic,), asked.filters.filters(), reduced=True),), read)


def _figures(asked: _SingleWidget, answers: Sequence[Answer]) -> list[Figure]:
    """One a slice."""
    return [figure(values[asked.statistic]) for values in answers[0].rows[0].values]
