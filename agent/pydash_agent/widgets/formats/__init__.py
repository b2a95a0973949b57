"""One module a kind of widget: what a view returns, in any of its forms, as the document that is rendered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydash_agent.widgets.formats.bullet import bullet
from pydash_agent.widgets.formats.funnel import funnel
from pydash_agent.widgets.formats.geck_o_meter import geck_o_meter
from pydash_agent.widgets.formats.line_chart import line_chart
from pydash_agent.widgets.formats.number import number
from pydash_agent.widgets.formats.pie_chart import pie_chart
from pydash_agent.widgets.formats.rag import rag
from pydash_agent.widgets.formats.shapes import Document
from pydash_agent.widgets.formats.text import text

Format = Callable[[Any], Document]

FORMATS: dict[str, Format] = {
    "number": number,
    "rag": rag,
    "text": text,
    "pie_chart": pie_chart,
    "line_chart": line_chart,
    "geck_o_meter": geck_o_meter,
    "funnel": funnel,
    "bullet": bullet,
}
