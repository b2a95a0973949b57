"""What an answer rests on, as an entity tag: a client that has the answer already is told so.

Weak tags: two answers under one tag say the same, byte by byte they may differ.
"""

import hashlib
from dataclasses import astuple
from typing import Any

from fastapi import Request
from starlette.responses import Response

from services.api.dashboard.repository import DashboardRow
from services.api.statistic.panel.plan import Plan, Scene
from shared.query.calendar import Granularity, floor
from shared.query.zones import UTC_ZONE

# Raised by one whenever a release answers the same question differently.
_ANSWERS = 1
_CACHE_CONTROL = "private, no-cache"

# For the schema of operations whose answers are tagged.
TAGGED: dict[int | str, dict[str, Any]] = {
    304: {"description": "If-None-Match names the entity tag that the answer still has."}
}


class NotModifiedError(Exception):
    """The client's copy is still right."""

    def __init__(self, tag: str) -> None:
        super().__init__(tag)
        self.tag = tag


def data_state(row: DashboardRow) -> list[object]:
    """All of a dashboard that its statistics depend on."""
    apply = row.apply
    applied = apply and [
        apply.applied_sequence,
        apply.first_call_at,
        apply.last_call_at,
        apply.sealed_until,
        apply.raw_from,
        apply.corrected_calls,
        apply.removed_calls,
    ]
    return [row.dashboard.id, row.dashboard.apdex_threshold_ms, applied, row.changes_applied]


def question_state(plan: Plan[object], scene: Scene) -> list[object]:
    """What dates that were left out came to, and the minute where the answer changes with time."""
    spans = [
        (question.slices[0].start, question.slices[-1].end, len(question.slices), astuple(question.filters))
        for question in plan.questions
    ]
    return [spans, floor(scene.now, Granularity.MINUTE, UTC_ZONE) if plan.fades else None]


def entity_tag(*parts: object) -> str:
    digest = hashlib.sha256(repr((_ANSWERS, parts)).encode("utf-8", "surrogatepass")).hexdigest()
    return f'W/"{digest[:32]}"'


def tag_response(request: Request, response: Response, tag: str) -> None:
    """Raises NotModifiedError where the client has it."""
    given = request.headers.get("if-none-match", "")
    if tag in {each.strip() for each in given.split(",")} or given.strip() == "*":
        raise NotModifiedError(tag)
    _add(response, tag)


async def on_not_modified(_: Request, error: Exception) -> Response:
    assert isinstance(error, NotModifiedError)
    response = Response(status_code=304)
    _add(response, error.tag)
    return response


def _add(response: Response, tag: str) -> None:
    response.headers["ETag"] = tag
    # Kept by the browser alone, which asks each time whether it is still right.
    response.headers["Cache-Control"] = _CACHE_CONTROL
