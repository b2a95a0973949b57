"""Decodes the export of Flask-MonitoringDashboard 1.12 and 1.13.

``get_json_data`` and ``get_json_monitor_rules`` answer a compact HS256 JWT whose one claim ``data`` is a
JSON string. The signature is checked over the raw bytes, then claim and rows are parsed once each.
"""

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
from services.fetcher.source.source import Details, MonitorRule, Window
from shared.calls.block import to_us
from shared.calls.calls import STATUS_UNKNOWN, Int64s
from shared.calls.named import NameColumn, NamedCalls
from shared.calls.storable import storable
from shared.security.jwt import TokenInvalidError, verify_payload

_SUPPORTED = ("1.12.", "1.13.")
# A JWT of any token begins with this: the header {"typ":"JWT","alg":"HS256"}, or its keys the other way round.
_JWT_START = b"eyJ"
_BRIDGE_ADVICE = "PyDash reads the export of Flask-MonitoringDashboard 1.12 and 1.13."

# "2026-11-21 01:27:13.562906"; the fraction is missing when it is 0.
_AFTER_SECONDS = {"", "."}

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


class _Row(msgspec.Struct, gc=False):
    endpoint: str
    execution_time: float
    time: str
    version: str
    group_by: str | None = None
    ip: str | None = None


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
            endpoint=storable(rule.endpoint),
            monitor_level=int(rule.monitor),
            added_at=_time_or_none(rule.time_added),
            version_added=None if rule.version_added is None else storable(rule.version_added),
            last_requested_at=_time_or_none(rule.last_accessed),
        )
        for rule in _decode_export(body, token, list[_Rule])
    ]


def decode_data(body: bytes, token: str, window: Window) -> NamedCalls:
    """Raises WrongTokenError, SourceRefusedError, MalformedAnswerError (a call outside the window, too)."""
    rows = _decode_export(body, token, list[_Row])
    try:
        at_us = _to_us([row.time for row in rows])
        calls = NamedCalls(
            at_us=at_us,
            execution_ms=np.array([row.execution_time for row in rows], dtype=np.float64),
            endpoint=_column([row.endpoint for row in rows]),
            version=_column([row.version for row in rows]),
            group_by=_column([row.group_by or "" for row in rows]),
            ip=_column([row.ip or "" for row in rows]),
            status=np.full(len(rows), STATUS_UNKNOWN, dtype=np.int16),
        )
    except (ValueError, pa.ArrowException):
        raise MalformedAnswerError("The app's export holds a call that cannot be read.") from None
    _check_within(at_us, window)
    return calls


def _to_us(times: list[str]) -> Int64s:
    if any(time[19:20] not in _AFTER_SECONDS for time in times):
        raise ValueError("FMD's times are UTC without saying so: an offset is another protocol's")
    return np.array(times, dtype="datetime64[us]").astype(np.int64)


def _check_within(at_us: Int64s, window: Window) -> None:
    # What was not asked for may come again in the window that it belongs to: counting it would double it.
    if len(at_us) and not (at_us.min() > to_us(window.start) and at_us.max() <= to_us(window.end)):
        raise MalformedAnswerError("The app's export holds calls from outside the time that was asked for.")


def _column(names: list[str]) -> NameColumn:
    encoded = pa.array(names, pa.string()).dictionary_encode()
    return NameColumn(encoded.indices.to_numpy(), tuple(encoded.dictionary.to_pylist()))


def _decode_export(body: bytes, token: str, rows: type[T]) -> T:
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
    try:
        export = msgspec.json.decode(payload, type=_Export)
        return msgspec.json.decode(export.data, type=rows)
    except _NOT_JSON as error:
        raise MalformedAnswerError(f"The app's export cannot be read: {str(error)[:200]}") from None


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
