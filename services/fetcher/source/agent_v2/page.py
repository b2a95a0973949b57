"""Decodes a page of calls: a line of JSON for each row, and a last line that says what they were.

The rows are parsed once; once more where they hold what only Python takes for JSON. What can be read is passed
on however implausible it is: which calls count is not for the source to say (shared/calls/rules.py).
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar

import msgspec
import numpy as np

from services.fetcher.source.agent_v2.about import Moment, in_utc
from services.fetcher.source.columns import floats, name_column
from services.fetcher.source.errors import MalformedAnswerError
from services.fetcher.source.json_answer import NOT_JSON, problem_of, unreadable
from services.fetcher.source.python_json import with_quoted_infinities_at, with_whole_characters
from services.fetcher.source.source import Page
from shared.calls.block import to_us
from shared.calls.calls import STATUS_UNKNOWN, Float64s, Int16s, Int64s
from shared.calls.named import NamedCalls

# No rule takes a call at either end for plausible. Beyond them a batch could not say the time at all.
_AT_US_MIN = to_us(datetime(1900, 1, 1, tzinfo=UTC))
_AT_US_MAX = to_us(datetime(8999, 12, 31, tzinfo=UTC))
# Three digits: the protocol of status codes has no others.
_STATUS_MIN, _STATUS_MAX = 100, 999

Ms = TypeVar("Ms")
_Int64 = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]


class _Row(msgspec.Struct, Generic[Ms], array_like=True, forbid_unknown_fields=True, gc=False):
    id: Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
    at_us: _Int64
    execution_ms: Ms
    endpoint: str
    version: str
    group_by: str
    ip: str
    status: _Int64


class _LastLine(msgspec.Struct):
    rows: int
    cursor: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9._-]{0,100}\Z")]
    more: bool
    settled_at: Moment


_FIELDS = _Row.__struct_fields__
_EXECUTION_MS = _FIELDS.index("execution_ms")
_ROW: msgspec.json.Decoder[_Row[float]] = msgspec.json.Decoder(_Row[float])
# The execution time may be none that JSON can say, or none that is left finite as a float.
_LOOSE_ROW: msgspec.json.Decoder[_Row[msgspec.Raw]] = msgspec.json.Decoder(_Row[msgspec.Raw])
# msgspec says where at the end of its message: "... - at `$[2]`".
_PLACE = re.compile(r"(?P<problem>.*) - at `\$\[(?P<position>\d+)\]`")


def decode_page(body: bytes, after: str, limit: int) -> Page:
    """``after`` and ``limit`` are what was asked for. Raises MalformedAnswerError."""
    lines, _, last = body.rstrip().rpartition(b"\n")
    end = _decode_last_line(last)
    rows, execution_ms = _decode_rows(lines)
    ids = np.array([row.id for row in rows], np.int64)
    _check(ids, end, after, limit)
    calls = NamedCalls(
        at_us=_plausible([row.at_us for row in rows]),
        execution_ms=execution_ms,
        endpoint=name_column([row.endpoint for row in rows]),
        version=name_column([row.version for row in rows]),
        group_by=name_column([row.group_by for row in rows]),
        ip=name_column([row.ip for row in rows]),
        status=_statuses([row.status for row in rows]),
    )
    return Page(calls, ids, end.cursor, end.more, in_utc(end.settled_at, "last line, settled_at"))


def _decode_last_line(last: bytes) -> _LastLine:
    try:
        # Rows are arrays: a page that was cut off between two of them ends in one.
        if last.startswith(b"{"):
            return msgspec.json.decode(last, type=_LastLine)
    except msgspec.ValidationError as error:
        raise unreadable(f"last line, {problem_of(error)}") from None
    except NOT_JSON:
        pass
    raise MalformedAnswerError("The app's answer was cut off: its last line is missing.")


def _decode_rows(lines: bytes) -> tuple[Sequence[_Row[Any]], Float64s]:
    """The rows, and the execution time of each in milliseconds."""
    try:
        rows = _ROW.decode_lines(lines)
    except NOT_JSON:
        # One by one, also to say which it is that cannot be read.
        loose = [_loose_row(number, line) for number, line in enumerate(lines.split(b"\n"), start=1)]
        return loose, floats((row.execution_ms for row in loose), "execution_ms")
    return rows, np.array([row.execution_ms for row in rows], np.float64)


def _loose_row(number: int, line: bytes) -> _Row[msgspec.Raw]:
    try:
        text = with_whole_characters(line.decode())
        return _LOOSE_ROW.decode(with_quoted_infinities_at(text, _EXECUTION_MS))
    except NOT_JSON as error:
        problem = str(error)
    where = f"row {number}"
    if place := _PLACE.fullmatch(problem):
        where, problem = f"{where}, {_FIELDS[int(place['position'])]}", place["problem"]
    raise unreadable(f"{where}: {problem}")


def _check(ids: Int64s, end: _LastLine, after: str, limit: int) -> None:
    if len(ids) != end.rows:
        raise MalformedAnswerError(f"The app's answer is not whole: of {end.rows} rows it holds {len(ids)}.")
    if len(ids) > limit:
        raise MalformedAnswerError(f"The app gave {len(ids)} rows where PyDash asked for {limit} at most.")
    ascends = ids[1:] > ids[:-1]
    if not ascends.all():
        row = int(ascends.argmin()) + 1
        raise unreadable(f"row {row + 1}, id: {ids[row]} does not come after {ids[row - 1]}")
    # Else the next page would hold these calls again, or would not hold the calls between.
    if (end.cursor in {"", after}) if len(ids) else (end.cursor != after):
        raise unreadable(f"last line, cursor: {end.cursor!r} is not the position after {len(ids)} rows")
    if end.more and not len(ids):
        raise unreadable("last line, more: there are more rows, but none was given")


def _plausible(at_us: list[int]) -> Int64s:
    return np.clip(np.array(at_us, np.int64), _AT_US_MIN, _AT_US_MAX)


def _statuses(given: list[int]) -> Int16s:
    statuses = np.array(given, np.int64)
    known = (statuses >= _STATUS_MIN) & (statuses <= _STATUS_MAX)
    return np.where(known, statuses, STATUS_UNKNOWN).astype(np.int16)
