"""Decodes the export of Flask-MonitoringDashboard 1.12 and 1.13.

``get_json_data`` and ``get_json_monitor_rules`` answer a compact HS256 JWT whose one claim ``data`` is a
JSON string. The signature is checked over the raw bytes, then claim and rows are parsed once each; rows once
more where they hold what only Python takes for JSON. What can be read is passed on however implausible it is:
which calls count is not for the source to say (shared/calls/rules.py).
"""

import math
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

import msgspec
import numpy as np
import pyarrow as pa

from services.fetcher.source.errors import (
    MalformedAnswerError,
    NotAnFmdError,
    SourceRefusedError,
    UnsupportedVersionError,
    WrongTokenError,
)
from services.fetcher.source.fmd_v1.python_json import with_quoted_infinities, with_whole_characters
from services.fetcher.source.source import Details, MonitorRule, Window
from shared.calls.block import to_us
from shared.calls.calls import STATUS_UNKNOWN, Int64s
from shared.calls.named import NameColumn, NamedCalls
from shared.calls.presentable import presentable
from shared.calls.storable import storable
from shared.security.jwt import TokenInvalidError, verify_payload

_SUPPORTED = ("1.12.", "1.13.")
# A JWT of any token begins with this: the header {"typ":"JWT","alg":"HS256"}, or its keys the other way round.
_JWT_START = b"eyJ"
_BRIDGE_ADVICE = "PyDash reads the export of Flask-MonitoringDashboard 1.12 and 1.13."

# RecursionError: brackets nested by the thousand.
_NOT_JSON = (msgspec.DecodeError, UnicodeError, RecursionError)

T = TypeVar("T")


class _Details(msgspec.Struct, rename="kebab"):
    link: str
    first_request: int
    # What Postgres can keep.
    total_requests: Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
    dashboard_version: str | None = None


class _Export(msgspec.Struct):
    data: str


class _Rule(msgspec.Struct):
    endpoint: str
    last_accessed: str | None
    monitor: bool | Annotated[int, msgspec.Meta(ge=0, le=2**15 - 1)]
    time_added: str | None
    version_added: str | None


class _AnyRow(msgspec.Struct, gc=False):
    endpoint: str
    time: str
    version: str
    group_by: str | None = None
    ip: str | None = None


class _Row(_AnyRow, gc=False, kw_only=True):
    execution_time: float


class _LooseRow(_AnyRow, gc=False, kw_only=True):
    """Its execution time may be none that JSON can say, or none that is left finite as a float."""

    execution_time: msgspec.Raw


_NOT_FINITE = {b'"NaN"': math.nan, b'"Infinity"': math.inf, b'"-Infinity"': -math.inf}
# msgspec says where at the end of its message: "... - at `$[1].execution_time`".
_PLACE = re.compile(r"(?P<problem>.*) - at `\$\[(?P<index>\d+)\](?:\.(?P<field>\w+))?`")
# Of a value that a message repeats.
_SHOWN_CHARS = 40


def decode_details(body: bytes) -> Details:
    """Raises NotAnFmdError, UnsupportedVersionError."""
    try:
        details = msgspec.json.decode(body, type=_Details)
    except _NOT_JSON:
        raise NotAnFmdError(
            "This URL answers, but not as a Flask-MonitoringDashboard. It should end in the dashboard's link, "
            "for example https://app.example/dashboard."
        ) from None
    version = details.dashboard_version
    if version is None:
        raise UnsupportedVersionError(
            f"This Flask-MonitoringDashboard is older than 1.12. {_BRIDGE_ADVICE} Upgrade it in the app."
        )
    if not version.isprintable():
        raise NotAnFmdError("This URL answers with a version that is none.")
    if not version.startswith(_SUPPORTED):
        raise UnsupportedVersionError(f"This is Flask-MonitoringDashboard {version[:20]}. {_BRIDGE_ADVICE}")
    # -1 says that there are no calls.
    first = None if details.first_request < 0 else _from_seconds(details.first_request)
    return Details(version, first, details.total_requests)


def decode_rules(body: bytes, token: str) -> list[MonitorRule]:
    """Raises WrongTokenError, SourceRefusedError, MalformedAnswerError."""
    return [
        MonitorRule(
            # As the names of calls will be, else an endpoint and its calls would not find each other.
            endpoint=presentable(rule.endpoint),
            monitor_level=int(rule.monitor),
            added_at=_time_or_none(rule.time_added),
            version_added=None if rule.version_added is None else presentable(rule.version_added),
            last_requested_at=_time_or_none(rule.last_accessed),
        )
        for rule in _decode_rules(_decode_export(body, token))
    ]


def decode_data(body: bytes, token: str, window: Window) -> NamedCalls:
    """Raises WrongTokenError, SourceRefusedError, MalformedAnswerError (a call outside the window, too)."""
    rows, execution_ms = _decode_rows(_decode_export(body, token))
    times = [row.time for row in rows]
    at_us = _to_us(times)
    _check_within(at_us, times, window)
    return NamedCalls(
        at_us=at_us,
        execution_ms=np.array(execution_ms, dtype=np.float64),
        endpoint=_column([row.endpoint for row in rows]),
        version=_column([row.version for row in rows]),
        group_by=_column([row.group_by or "" for row in rows]),
        ip=_column([row.ip or "" for row in rows]),
        status=np.full(len(rows), STATUS_UNKNOWN, dtype=np.int16),
    )


def _decode_rules(text: str) -> list[_Rule]:
    try:
        return msgspec.json.decode(text, type=list[_Rule])
    except _NOT_JSON:
        return _decode(with_whole_characters(text), list[_Rule])


def _decode_rows(text: str) -> tuple[Sequence[_AnyRow], list[float]]:
    """The rows, and the execution time of each in milliseconds."""
    try:
        rows = msgspec.json.decode(text, type=list[_Row])
    except _NOT_JSON:
        text = with_quoted_infinities(with_whole_characters(text), "execution_time")
        loose = _decode(text, list[_LooseRow])
        return loose, [_milliseconds(number, row) for number, row in enumerate(loose, start=1)]
    return rows, [row.execution_time for row in rows]


def _milliseconds(number: int, row: _LooseRow) -> float:
    value = bytes(row.execution_time)
    try:
        # Python reads more digits than a float has room for as infinity.
        return _NOT_FINITE[value] if value in _NOT_FINITE else float(value)
    except ValueError:
        shown = value[:_SHOWN_CHARS].decode("utf-8", "replace")
        raise _unreadable(f"row {number}, execution_time: {shown!r} is no number") from None


def _to_us(times: list[str]) -> Int64s:
    try:
        return _parse_times(times)
    except pa.ArrowInvalid:
        # One by one, to say which it is.
        return np.concatenate([_parse_time(number, time) for number, time in enumerate(times, start=1)])


def _parse_times(times: list[str]) -> Int64s:
    """``2026-11-21 01:27:13.562906``, its fraction missing when it is 0; with an offset it is none of FMD's."""
    moments = pa.array(times, pa.string()).cast(pa.timestamp("us"))
    return moments.cast(pa.int64()).to_numpy()  # type: ignore[no-any-return]


def _parse_time(number: int, time: str) -> Int64s:
    try:
        return _parse_times([time])
    except pa.ArrowInvalid:
        raise _unreadable(f"row {number}, time: {time[:_SHOWN_CHARS]!r} is no time in UTC") from None


def _check_within(at_us: Int64s, times: list[str], window: Window) -> None:
    # What was not asked for may come again in the window that it belongs to: counting it would double it.
    outside = (at_us <= to_us(window.start)) | (at_us > to_us(window.end))
    if outside.any():
        row = int(outside.argmax())
        raise MalformedAnswerError(
            "The app's export holds calls from outside the time that was asked for: "
            f"row {row + 1} has the time {times[row][:_SHOWN_CHARS]!r}."
        )


def _column(names: list[str]) -> NameColumn:
    encoded = pa.array(names, pa.string()).dictionary_encode()
    return NameColumn(encoded.indices.to_numpy(), tuple(encoded.dictionary.to_pylist()))


def _decode_export(body: bytes, token: str) -> str:
    body = body.strip()
    if not body.startswith(_JWT_START):
        # FMD answers its own errors as plain text with status 200.
        complaint = storable(body[:200].decode("utf-8", "replace"))
        raise SourceRefusedError(f"The app answered with an error instead of its export: {complaint}")
    try:
        payload = verify_payload(body, token)
    except TokenInvalidError:
        raise WrongTokenError(
            "The token is not the app's: its export is signed with another one. Compare it with SECURITY_TOKEN "
            "in the app's dashboard configuration."
        ) from None
    return _decode(payload, _Export).data


def _decode(text: bytes | str, type_: type[T]) -> T:
    try:
        return msgspec.json.decode(text, type=type_)
    except _NOT_JSON as error:
        message = str(error)
    if place := _PLACE.fullmatch(message):
        row = f"row {int(place['index']) + 1}"
        where = f"{row}, {place['field']}" if place["field"] else row
        message = f"{where}: {place['problem']}"
    raise _unreadable(message[:200])


def _unreadable(problem: str) -> MalformedAnswerError:
    return MalformedAnswerError(f"The app's export cannot be read: {problem}")


def _time_or_none(text: Any) -> datetime | None:
    """Naive UTC as FMD writes it; ``None`` as text stands for never."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except (TypeError, ValueError):
        return None


def _from_seconds(seconds: int) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        raise MalformedAnswerError("The app says its first call was at a time that does not exist.") from None
