"""Answers many panels in one go; one that cannot be answered spoils none of the others."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from services.api.problem.handlers import instance_of
from services.api.problem.schemas import Problem, invalid_input, pointer, problem_errors, problem_of
from services.api.statistic.batch_schemas import (
    BatchRead,
    BoxplotAnswer,
    BoxplotPanel,
    BoxplotsAnswer,
    BoxplotsPanel,
    BreakdownAnswer,
    BreakdownPanel,
    DashboardQuery,
    HeatmapAnswer,
    HeatmapPanel,
    MatrixAnswer,
    MatrixPanel,
    Panel,
    PanelAnswer,
    PanelDefaults,
    ProblemAnswer,
    RefusedPanel,
    SeriesAnswer,
    SeriesPanel,
    ValueAnswer,
    ValuePanel,
    VersionsAnswer,
    VersionsPanel,
)
from services.api.statistic.inquiry import Inquiry
from services.api.statistic.panel.boxplots import plan_boxplot, plan_endpoint_boxplots, plan_version_boxplots
from services.api.statistic.panel.breakdown import plan_breakdown
from services.api.statistic.panel.heatmap import plan_heatmap
from services.api.statistic.panel.matrix import plan_matrix
from services.api.statistic.panel.plan import Plan, Scene
from services.api.statistic.panel.values import plan_series, plan_values
from services.api.statistic.query import SPAN_FIELDS
from shared.query.errors import InvalidQueryError
from shared.query.period import SLICES_MAX


@dataclass(frozen=True)
class _Kind:
    plan: Callable[[Any, Scene], Plan[Any]]
    answer: Callable[..., PanelAnswer]


_KINDS: Mapping[type[BaseModel], _Kind] = {
    ValuePanel: _Kind(plan_values, ValueAnswer),
    SeriesPanel: _Kind(plan_series, SeriesAnswer),
    BreakdownPanel: _Kind(plan_breakdown, BreakdownAnswer),
    HeatmapPanel: _Kind(plan_heatmap, HeatmapAnswer),
    BoxplotPanel: _Kind(plan_boxplot, BoxplotAnswer),
    BoxplotsPanel: _Kind(plan_endpoint_boxplots, BoxplotsAnswer),
    VersionsPanel: _Kind(plan_version_boxplots, VersionsAnswer),
    MatrixPanel: _Kind(plan_matrix, MatrixAnswer),
}
# Of all panels together.
_SLICES_MAX = 4 * SLICES_MAX


@dataclass(frozen=True)
class _Planned:
    name: str
    kind: _Kind
    plan: Plan[Any]


async def answer_batch(inquiry: Inquiry, asked: DashboardQuery) -> BatchRead:
    """Each panel's answer, or the problem that it has."""
    instance = instance_of(inquiry.request)
    answers: dict[str, PanelAnswer] = {}
    planned: list[_Planned] = []
    for name, panel in asked.panels.items():
        if isinstance(panel, RefusedPanel):
            answers[name] = ProblemAnswer(problem=_refusal(name, panel, instance))
            continue
        try:
            planned.append(_plan(name, panel, asked.defaults, inquiry.scene))
        except InvalidQueryError as error:
            answers[name] = _problem(name, error, instance)
    _refuse_too_many_slices(planned)
    answers |= await _answered(inquiry, planned)
    apply = inquiry.row.apply
    return BatchRead(
        applied_sequence=apply.applied_sequence if apply else 0,
        panels={name: answers[name] for name in asked.panels},
    )


def _plan(name: str, panel: Panel, defaults: PanelDefaults, scene: Scene) -> _Planned:
    kind = _KINDS[type(panel)]
    return _Planned(name, kind, kind.plan(with_defaults(panel, defaults), scene))


def with_defaults(panel: Panel, defaults: PanelDefaults) -> Panel:
    """The panel, with what it does not give itself taken from the defaults."""
    given = panel.model_fields_set
    if given & SPAN_FIELDS:
        given |= SPAN_FIELDS
    fields, default_fields = type(panel).model_fields, type(defaults).model_fields
    taken = {
        field: getattr(defaults, field)
        for field in defaults.model_fields_set - given
        # A heatmap's one statistic is not the list of statistics that others have.
        if field in fields and fields[field].annotation == default_fields[field].annotation
    }
    return panel.model_copy(update=taken)


async def _answered(inquiry: Inquiry, planned: list[_Planned]) -> dict[str, PanelAnswer]:
    questions = [question for each in planned for question in each.plan.questions]
    try:
        answered = iter(await inquiry.reader.answer(inquiry.dashboard_id, questions))
    except InvalidQueryError:
        return await _answered_singly(inquiry, planned)
    return {
        each.name: each.kind.answer(answer=each.plan.read([next(answered) for _ in each.plan.questions]))
        for each in planned
    }


async def _answered_singly(inquiry: Inquiry, planned: list[_Planned]) -> dict[str, PanelAnswer]:
    """One of them cannot be answered: which one shows when each is asked by itself."""
    answers: dict[str, PanelAnswer] = {}
    for each in planned:
        try:
            answers[each.name] = each.kind.answer(answer=await inquiry.read(each.plan))
        except InvalidQueryError as error:
            answers[each.name] = _problem(each.name, error, instance_of(inquiry.request))
    return answers


def _problem(name: str, error: InvalidQueryError, instance: str) -> ProblemAnswer:
    problem = problem_of(error, instance)
    for each in problem.errors or []:
        each.pointer = each.pointer.replace("#/query", _pointer(name), 1)
    return ProblemAnswer(problem=problem)


def _refusal(name: str, panel: RefusedPanel, instance: str) -> Problem:
    # The first part of each place is the panel's kind, by which pydantic chose how to read it.
    errors = [{**error, "loc": error["loc"][1:]} for error in panel.errors]
    return invalid_input(problem_errors(errors, below=_pointer(name)), instance)


def _pointer(name: str) -> str:
    return pointer("panels", name, below="#/body")


def _refuse_too_many_slices(planned: list[_Planned]) -> None:
    slices = sum(len(question.slices) for each in planned for question in each.plan.questions)
    if slices > _SLICES_MAX:
        raise InvalidQueryError(
            "timeslice", f"all panels together have {slices} slices, of {_SLICES_MAX} at most"
        )
