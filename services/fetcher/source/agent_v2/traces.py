"""Decodes a page of traces. Sources are other people's programs: what is too long is cut, once more, and what acts
instead of being seen is replaced.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Generic, TypeVar

import msgspec

from services.fetcher.source.agent_v2.about import Moment
from services.fetcher.source.json_answer import NOT_JSON, decoded, problem_of, unreadable
from services.fetcher.source.python_json import with_whole_characters
from shared.calls.calls import STATUS_UNKNOWN
from shared.calls.presentable import mended, presentable
from shared.traces.records import Frame, OutlierNotes, ProfileLine

T = TypeVar("T")

# More than any source that follows the protocol gives.
_TEXT_CHARS = 4_100
_NAME_CHARS = 300
_LINES = 500
_PAIRS = 200
_CPUS = 256
_LINE_MAX = 2**31 - 1
_BYTES_MAX = 2**53

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Of what a calendar can say, the part that time zones cannot push over its edges.
_AT_US_MAX = 253_000_000_000_000_000


class TraceKind(StrEnum):
    """By the routes and capabilities of the protocol."""

    OUTLIERS = "outliers"
    PROFILES = "profiles"
    EXCEPTIONS = "exceptions"


class _Call(msgspec.Struct):
    id: Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
    at_us: Annotated[int, msgspec.Meta(ge=0, le=_AT_US_MAX)]
    execution_ms: float
    endpoint: str
    version: str
    group_by: str
    ip: str
    status: int


class _Frame(msgspec.Struct):
    file: str
    line: int
    function: str
    code: str


class _Line(_Frame):
    depth: Annotated[int, msgspec.Meta(ge=0, le=10_000)]
    ms: float


class _Outlier(_Call):
    url: str
    headers: list[tuple[str, str]]
    environment: list[tuple[str, str]]
    cpu_percent: list[float]
    memory: dict[str, float]
    stack: list[_Frame]


class _Profile(_Call):
    lines: list[_Line]


class _Exception(_Call):
    type: str
    message: str
    handled: bool
    stack: list[_Frame]


class _LastLine(msgspec.Struct):
    rows: int
    cursor: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9._-]{0,100}\Z")]
    more: bool
    settled_at: Moment


class _Capabilities(msgspec.Struct):
    capabilities: list[str] = []


@dataclass(frozen=True)
class TracedCall:
    """``source_id`` and ``at`` tell a source's traces of a kind apart."""

    source_id: int
    at: datetime
    execution_ms: float
    endpoint: str
    version: str
    group_by: str
    ip: str
    status: int


@dataclass(frozen=True)
class TracedOutlier:
    call: TracedCall
    notes: OutlierNotes


@dataclass(frozen=True)
class TracedProfile:
    call: TracedCall
    lines: list[ProfileLine]


@dataclass(frozen=True)
class TracedException:
    call: TracedCall
    type: str
    message: str
    handled: bool
    stack: list[Frame]


@dataclass(frozen=True)
class TracePage(Generic[T]):
    traces: list[T]
    cursor: str
    more: bool


def decode_kinds(body: bytes) -> tuple[TraceKind, ...]:
    """Of an answer of ``about``, what traces the source has. Raises MalformedAnswerError."""
    told = decoded(body, _Capabilities).capabilities
    return tuple(kind for kind in TraceKind if kind in told)


def decode_outliers(body: bytes) -> TracePage[TracedOutlier]:
    """Raises MalformedAnswerError, as the others."""
    rows, last = _decode(body, _Outlier)
    return TracePage([_outlier(row) for row in rows], last.cursor, last.more)


def decode_profiles(body: bytes) -> TracePage[TracedProfile]:
    rows, last = _decode(body, _Profile)
    traces = [TracedProfile(_call(row), [_line(line) for line in row.lines[:_LINES]]) for row in rows]
    return TracePage(traces, last.cursor, last.more)


def decode_exceptions(body: bytes) -> TracePage[TracedException]:
    rows, last = _decode(body, _Exception)
    traces = [
        TracedException(
            call=_call(row),
            type=_name(row.type),
            message=_text(row.message),
            handled=row.handled,
            stack=_stack(row.stack),
        )
        for row in rows
    ]
    return TracePage(traces, last.cursor, last.more)


def _decode(body: bytes, type_: type[T]) -> tuple[list[T], _LastLine]:
    lines, _, last = body.rstrip().rpartition(b"\n")
    try:
        end = msgspec.json.decode(last, type=_LastLine)
    except NOT_JSON as error:
        raise unreadable(f"last line, {problem_of(error)}") from None
    decoder = msgspec.json.Decoder(type_)
    try:
        rows = decoder.decode_lines(lines)
    except NOT_JSON:
        rows = _decode_loosely(decoder, lines)
    if len(rows) != end.rows:
        raise unreadable(f"of {end.rows} traces it holds {len(rows)}")
    # Else the next page would be this one again.
    if end.more and not rows:
        raise unreadable("last line, more: there are more traces, but none was given")
    return rows, end


def _decode_loosely(decoder: msgspec.json.Decoder[T], lines: bytes) -> list[T]:
    """Also with what only Python takes for text."""
    try:
        return decoder.decode_lines(with_whole_characters(lines.decode()))
    except NOT_JSON as error:
        raise unreadable(problem_of(error)) from None


def _call(row: _Call) -> TracedCall:
    return TracedCall(
        source_id=row.id,
        at=_EPOCH + timedelta(microseconds=row.at_us),
        execution_ms=row.execution_ms,
        # As the names of calls are, else an endpoint and its traces would not find each other.
        endpoint=presentable(row.endpoint),
        version=presentable(row.version),
        group_by=presentable(row.group_by),
        ip=presentable(row.ip),
        status=row.status if 100 <= row.status <= 999 else STATUS_UNKNOWN,
    )


def _outlier(row: _Outlier) -> TracedOutlier:
    return TracedOutlier(
        _call(row),
        OutlierNotes(
            url=_text(row.url),
            headers=_pairs(row.headers),
            environment=_pairs(row.environment),
            cpu_percent=row.cpu_percent[:_CPUS],
            memory_total_bytes=_bytes(row.memory.get("total")),
            memory_available_bytes=_bytes(row.memory.get("available")),
            stack=_stack(row.stack),
        ),
    )


def _pairs(given: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(_name(name), _text(value)) for name, value in given[:_PAIRS]]


def _stack(given: list[_Frame]) -> list[Frame]:
    # The innermost are last, and say most.
    return [_frame(frame) for frame in given[-_LINES:]]


def _frame(given: _Frame) -> Frame:
    return Frame(_name(given.file), _line_number(given.line), _name(given.function), _name(given.code))


def _line(given: _Line) -> ProfileLine:
    return ProfileLine(
        _name(given.file),
        _line_number(given.line),
        _name(given.function),
        _name(given.code),
        given.depth,
        max(given.ms, 0.0),
    )


def _line_number(line: int) -> int:
    return min(max(line, 0), _LINE_MAX)


def _bytes(value: float | None) -> int | None:
    return None if value is None or not 0 <= value <= _BYTES_MAX else round(value)


def _name(text: str) -> str:
    return mended(text[:_NAME_CHARS])


def _text(text: str) -> str:
    return "\n".join(mended(line) for line in text[:_TEXT_CHARS].splitlines())
