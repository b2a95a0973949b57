"""Rows of the dashboard that belong to a request each: what is the same for all kinds of traces."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite
from typing import Any

from sqlalchemy import func, null
from sqlalchemy.orm import Session

from pydash_agent.fmd.settling import Settling
from pydash_agent.fmd.tables import Tables
from pydash_agent.masking import Masking
from pydash_agent.protocol.cursor import Cursor
from pydash_agent.protocol.source import Settled
from pydash_agent.protocol.traces import Trace

# Texts are cut here, and stacks: what is longer nobody reads, and an answer stays bounded.
TEXT_CHARS_MAX = 4_000
LINES_MAX = 500

# Of every row, before those of its kind.
CALL_COLUMNS = 8

_CUT = "[cut]"
# Masking looks this much further, so that nothing is spared because its end was cut off.
_MASKED_CHARS_MAX = 4 * TEXT_CHARS_MAX
_NAME_CHARS_MAX = 250


@dataclass(frozen=True)
class Kind:
    """Where rows of a kind are. ``only`` says which, where a trace has several."""

    table: Any
    row_id: Any
    request_id: Any
    only: Any = None


# Makes of rows what they hold beside their call, a dictionary each; it may read more in the same session.
Details = Callable[[Session, Sequence[Any]], "list[dict[str, object]]"]


class TracedTable:
    """``columns`` are read of each row, and ``details`` makes the fields of them."""

    def __init__(
        self, tables: Tables, settling: Settling, kind: Kind, columns: Sequence[Any], details: Details
    ) -> None:
        self._tables = tables
        self._settling = settling
        self._kind = kind
        self._columns = columns
        self._details = details

    def knows(self, cursor: Cursor) -> bool:
        row_id = self._kind.row_id
        with self._tables.session() as session:
            at = self._traced(session, self._tables.time).filter(row_id == cursor.id).scalar()
            if at is None:
                # Pruned, if later rows are there.
                return cursor.id < (session.query(func.max(row_id)).scalar() or 0)
        return self._tables.us(at) == cursor.at_us

    def settled(self, after_id: int, settle: timedelta, now: datetime) -> Settled:
        """As far as the requests of the rows are settled: a row is written right after its request."""
        last_request, at = self._settling.settled(0, settle, now)
        row_id = self._kind.row_id
        with self._tables.session() as session:
            beyond = session.query(func.min(row_id), func.max(row_id)).filter(row_id > after_id)
            unsettled = beyond.filter(self._kind.request_id > last_request).one()[0]
            last_id = beyond.one()[1] if unsettled is None else unsettled - 1
        return Settled(after_id if last_id is None else last_id, at)

    def before_newest(self, after_id: int, last_id: int, newest: int) -> int:
        row_id = self._kind.row_id
        with self._tables.session() as session:
            found: int | None = (
                self._traced(session, row_id)
                .filter(row_id > after_id, row_id <= last_id)
                .order_by(row_id.desc())
                .offset(newest)
                .limit(1)
                .scalar()
            )
        return after_id if found is None else found

    def read(self, after_id: int, last_id: int, limit: int) -> list[Trace]:
        tables, row_id = self._tables, self._kind.row_id
        request, endpoint = tables.request, tables.endpoint
        with tables.session() as session:
            rows = (
                self._traced(
                    session,
                    row_id,
                    tables.time,
                    request.duration,
                    endpoint.name,
                    request.version_requested,
                    request.group_by,
                    request.ip,
                    request.status_code if tables.has_status else null(),
                    *self._columns,
                )
                .outerjoin(endpoint, request.endpoint_id == endpoint.id)
                .filter(row_id > after_id, row_id <= last_id)
                .order_by(row_id)
                .limit(limit)
                .all()
            )
            details = self._details(session, rows)
        return [self._trace(row, fields) for row, fields in zip(rows, details)]

    def _traced(self, session: Session, *columns: Any) -> Any:
        kind, request = self._kind, self._tables.request
        query = session.query(*columns).select_from(kind.table).join(request, request.id == kind.request_id)
        query = query.filter(request.time_requested.isnot(None))
        return query if kind.only is None else query.filter(kind.only)

    def _trace(self, row: Sequence[Any], fields: dict[str, object]) -> Trace:
        row_id, at, execution_ms, name, version, group_by, ip, status = row[:CALL_COLUMNS]
        at_us = self._tables.us(at)
        call: dict[str, object] = {
            "id": row_id,
            "at_us": at_us,
            "execution_ms": finite(execution_ms),
            "endpoint": name or "",
            "version": version or "",
            "group_by": group_by or "",
            "ip": ip or "",
            "status": status or 0,
        }
        return Trace(Cursor(row_id, at_us), {**call, **fields})


def finite(number: float) -> float:
    """JSON has no word for what is no number; no call takes less than no time, so the reader knows."""
    return number if isfinite(number) else -1.0


def cut(text: str, chars_max: int = TEXT_CHARS_MAX) -> str:
    """With a mark where something is missing."""
    return text if len(text) <= chars_max else text[:chars_max] + _CUT


def masked_text(masking: Masking, text: str) -> str:
    return cut(masking.text(text[:_MASKED_CHARS_MAX]))


def frame(file: str, line: int, function: str, code: str) -> dict[str, object]:
    return {
        "file": cut(file, _NAME_CHARS_MAX),
        "line": line,
        "function": cut(function, _NAME_CHARS_MAX),
        "code": cut(code.strip(), _NAME_CHARS_MAX),
    }
