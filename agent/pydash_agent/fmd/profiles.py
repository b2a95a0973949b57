"""Where the time of a call went, line by line, as the dashboard sampled it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from pydash_agent.fmd.settling import Settling
from pydash_agent.fmd.tables import Tables
from pydash_agent.fmd.traced import LINES_MAX, Kind, TracedTable, finite, frame

# The dashboard's own frame between Flask and the endpoint, and all its other code: starting its threads, for one.
_CALLS_ENDPOINT = "flask_monitoringdashboard/core/measurement.py"
_OWN = "/flask_monitoringdashboard/"
# What it writes where it knows no function: for the endpoint's own decorators and head.
_NO_FUNCTION = "None"


class StackLine(NamedTuple):
    indent: int
    ms: float
    file: str
    line: int
    function: str
    code: str


def profiles(database: Any, tables: Tables, settling: Settling) -> TracedTable:
    stack_line, code = database.StackLine, database.CodeLine

    def details(session: Session, rows: Sequence[Any]) -> list[dict[str, object]]:
        lines = defaultdict(list)
        found = (
            session.query(
                stack_line.request_id,
                stack_line.indent,
                stack_line.duration,
                code.filename,
                code.line_number,
                code.function_name,
                code.code,
            )
            .join(code, code.id == stack_line.code_id)
            # One more than is given, to know whether that is all; and the heads that are not given.
            .filter(stack_line.request_id.in_([row[0] for row in rows]), stack_line.position <= 2 * LINES_MAX)
            .order_by(stack_line.request_id, stack_line.position)
        )
        for request_id, *line in found if rows else ():
            lines[request_id].append(StackLine(*line))
        return [profile_fields(lines[row[0]]) for row in rows]

    kind = Kind(stack_line, stack_line.request_id, stack_line.request_id, stack_line.position == 0)
    return TracedTable(tables, settling, kind, (), details)


def profile_fields(stored: Sequence[StackLine]) -> dict[str, object]:
    lines = _within_endpoint(stored)
    return {
        "lines": [
            {
                "depth": line.indent,
                "ms": finite(line.ms),
                **frame(line.file.replace("\\", "/"), line.line, line.function, line.code),
            }
            for line in lines[:LINES_MAX]
        ],
        "cut": len(lines) > LINES_MAX,
    }


def _within_endpoint(stored: Iterable[StackLine]) -> list[StackLine]:
    """Without its decorators and the dashboard's own work. What that called on the endpoint's behalf moves up."""
    lines: list[StackLine] = []
    dropped: list[int] = []
    own: int | None = None
    for line in stored:
        if line.indent == 0:
            # Its decorators come first, and its head last: that one stands for the whole call.
            lines = [line._replace(function="" if line.function == _NO_FUNCTION else line.function)]
            continue
        if own is not None and line.indent > own:
            continue
        own = None
        while dropped and dropped[-1] >= line.indent:
            dropped.pop()
        file = line.file.replace("\\", "/")
        if file.endswith(_CALLS_ENDPOINT):
            dropped.append(line.indent)
        elif _OWN in file:
            own = line.indent
        else:
            lines.append(line._replace(indent=line.indent - len(dropped)))
    return lines
