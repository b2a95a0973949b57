"""What calls raised, or caught and reported: its newer releases keep it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from pydash_agent.fmd.settling import Settling
from pydash_agent.fmd.tables import Tables
from pydash_agent.fmd.traced import (
    CALL_COLUMNS,
    LINES_MAX,
    Kind,
    TracedTable,
    cut,
    frame,
    masked_text,
)
from pydash_agent.masking import Masking

_TYPE_CHARS_MAX = 250


def has_exceptions(database: Any) -> bool:
    return hasattr(database, "ExceptionOccurrence")


def exceptions(database: Any, tables: Tables, settling: Settling, masking: Masking) -> TracedTable:
    occurrence = database.ExceptionOccurrence
    columns = (
        occurrence.exception_type_id,
        occurrence.exception_msg_id,
        occurrence.stack_trace_snapshot_id,
        occurrence.is_user_captured,
    )

    def details(session: Session, rows: Sequence[Any]) -> list[dict[str, object]]:
        own = [row[CALL_COLUMNS:] for row in rows]
        types = _by_id(session, database.ExceptionType, "type", {each[0] for each in own})
        messages = _by_id(session, database.ExceptionMessage, "message", {each[1] for each in own})
        stacks = _stacks(session, database, {each[2] for each in own})
        return [
            {
                "type": cut(types.get(type_id, ""), _TYPE_CHARS_MAX),
                "message": masked_text(masking, messages.get(message_id, "")),
                "handled": bool(handled),
                "stack": stacks.get(stack_id, []),
            }
            for type_id, message_id, stack_id, handled in own
        ]

    return TracedTable(
        tables, settling, Kind(occurrence, occurrence.id, occurrence.request_id), columns, details
    )


def _by_id(session: Session, table: Any, column: str, ids: set[int]) -> dict[int, str]:
    if not ids:
        return {}
    rows = session.query(table.id, getattr(table, column)).filter(table.id.in_(sorted(ids)))
    return {row_id: text or "" for row_id, text in rows}


def _stacks(session: Session, database: Any, ids: set[int]) -> dict[int, list[dict[str, object]]]:
    """Of each snapshot its frames, the innermost last."""
    line, frame_of = database.ExceptionStackLine, database.ExceptionFrame
    location, path, function = database.FunctionLocation, database.FilePath, database.FunctionDefinition
    stacks = defaultdict(list)
    rows = (
        session.query(
            line.stack_trace_snapshot_id,
            path.path,
            frame_of.line_number,
            function.name,
            function.code,
            location.function_start_line_number,
        )
        .join(frame_of, frame_of.id == line.exception_frame_id)
        .join(location, location.id == frame_of.function_location_id)
        .join(path, path.id == location.file_path_id)
        .join(function, function.id == location.function_definition_id)
        .filter(line.stack_trace_snapshot_id.in_(sorted(ids)), line.position < LINES_MAX)
        .order_by(line.stack_trace_snapshot_id, line.position)
    )
    for stack_id, file, number, name, code, first in rows if ids else ():
        stacks[stack_id].append(frame(file, number, name or "", _line(code or "", number - first)))
    return dict(stacks)


def _line(code: str, position: int) -> str:
    """Of a function's text; the dashboard keeps functions whole."""
    lines = code.splitlines()
    return lines[position] if 0 <= position < len(lines) else ""
