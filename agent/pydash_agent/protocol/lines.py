"""Rows as lines of JSON, made while they are sent."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import Optional

from pydash_agent.protocol.answers import json_bytes, json_time
from pydash_agent.protocol.cursor import Cursor
from pydash_agent.protocol.source import Row, Source
from pydash_agent.protocol.traces import Traces

# Read and encoded at once: about seven milliseconds' work. Between two portions the app's other threads have their
# turn, and no connection or transaction is held while a slow reader takes its time.
PORTION_ROWS = 1_000

# Traces are larger, some kilobytes each.
_PORTION_TRACES = 20

# JSON has no word for what is no number. No call takes less than no time, so the reader counts such rows as wrong.
_NO_TIME_MS = -1.0
_TEXTS_MAX = 20_000


@dataclass(frozen=True)
class Span:
    """The rows to give: at most ``limit`` after ``after``, up to ``last_id``."""

    after: Cursor | None
    last_id: int
    limit: int
    settled_at: datetime


def call_lines(source: Source, span: Span) -> Iterator[bytes]:
    """Ends with the line that says how many there were: without it, the reader knows that it was cut off."""
    texts = _Texts()
    cursor, given = span.after, 0
    while given < span.limit:
        rows = source.read(_id_of(cursor), span.last_id, min(PORTION_ROWS, span.limit - given))
        if not rows:
            break
        yield _encoded(rows, texts)
        cursor = Cursor(rows[-1][0], rows[-1][1])
        given += len(rows)
    more = given == span.limit and bool(source.read(_id_of(cursor), span.last_id, 1))
    yield _last_line(given, cursor, span.settled_at, more=more)


def trace_lines(traces: Traces, span: Span) -> Iterator[bytes]:
    """Ends as ``call_lines`` does."""
    cursor, given = span.after, 0
    while given < span.limit:
        found = traces.read(_id_of(cursor), span.last_id, min(_PORTION_TRACES, span.limit - given))
        if not found:
            break
        yield b"".join(json_bytes(trace.fields) + b"\n" for trace in found)
        cursor = found[-1].cursor
        given += len(found)
    more = given == span.limit and bool(traces.read(_id_of(cursor), span.last_id, 1))
    yield _last_line(given, cursor, span.settled_at, more=more)


class _Texts(dict[Optional[str], str]):
    """The JSON of every text met before. There are few of most, and making it is half the work."""

    def __missing__(self, text: str | None) -> str:
        if len(self) >= _TEXTS_MAX:
            self.clear()
        encoded = self[text] = json.dumps("" if text is None else str(text))
        return encoded


def _encoded(rows: Iterable[Row], texts: _Texts) -> bytes:
    # One format of all fields, because a general encoder takes three times as long.
    return "".join(
        [
            f"[{row_id},{at_us},{execution_ms if isfinite(execution_ms) else _NO_TIME_MS!r},{texts[endpoint]},"
            f"{texts[version]},{texts[group_by]},{texts[ip]},{status or 0}]\n"
            for row_id, at_us, execution_ms, endpoint, version, group_by, ip, status in rows
        ]
    ).encode("ascii")


def _last_line(rows: int, cursor: Cursor | None, settled_at: datetime, *, more: bool) -> bytes:
    last = {
        "rows": rows,
        "cursor": "" if cursor is None else str(cursor),
        "more": more,
        "settled_at": json_time(settled_at),
    }
    return json_bytes(last) + b"\n"


def _id_of(cursor: Cursor | None) -> int:
    # Ids begin at 1.
    return 0 if cursor is None else cursor.id
