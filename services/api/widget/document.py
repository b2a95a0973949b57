"""A widget's document: what PyDash knows, put into the formats of ``pydash_agent.widgets``."""

from collections.abc import Callable, Mapping
from typing import Any

from pydash_agent.widgets import WidgetError
from pydash_agent.widgets.formats import FORMATS
from pydash_agent.widgets.formats.shapes import Document
from services.api.statistic.panel.plan import Plan, Scene
from services.api.widget.definition import NumberWidget, WidgetDefinition
from services.api.widget.errors import WidgetUnrenderableError
from services.api.widget.plan.parts import plan_funnel, plan_pie_chart, plan_text
from services.api.widget.plan.series import plan_line_chart
from services.api.widget.plan.single import plan_bullet, plan_geck_o_meter, plan_number, plan_rag

_PLANS: Mapping[str, Callable[[str, Any, Scene], Plan[Any]]] = {
    "number": plan_number,
    "rag": plan_rag,
    "text": plan_text,
    "pie_chart": plan_pie_chart,
    "line_chart": plan_line_chart,
    "geck_o_meter": plan_geck_o_meter,
    "funnel": plan_funnel,
    "bullet": plan_bullet,
}


def plan_document(title: str, asked: WidgetDefinition, scene: Scene) -> Plan[Document]:
    """Raises InvalidQueryError."""
    plan = _PLANS[asked.kind](title, asked, scene)

    def read(answers: Any) -> Document:
        try:
            return {**_settings(asked), **FORMATS[asked.kind](plan.read(answers))}
        except WidgetError as error:
            raise WidgetUnrenderableError(str(error)) from None

    return Plan(plan.questions, read)


def _settings(asked: WidgetDefinition) -> Document:
    """What goes into the document as it is."""
    if not isinstance(asked, NumberWidget):
        return {}
    return {
        **({"absolute": "true"} if asked.absolute else {}),
        **({"type": "reverse"} if asked.reverse else {}),
    }
