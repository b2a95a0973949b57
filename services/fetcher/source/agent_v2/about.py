"""Protocol v2's small answers: about the app, its endpoints, and a count."""

from datetime import UTC, datetime
from typing import Annotated

import msgspec

from services.fetcher.source.errors import NotAnFmdError, UnsupportedVersionError
from services.fetcher.source.json_answer import NOT_JSON, decoded, unreadable
from services.fetcher.source.source import FMD_DEFAULT_TOKEN, Details, MonitorRule, SourceWarning
from shared.calls.presentable import presentable

PROTOCOL = 2
_VERSION_CHARS = 100
_CLOCK = "clock"
_FMD = "flask-monitoringdashboard"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# What Postgres can keep.
_Count = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
_Level = Annotated[int, msgspec.Meta(ge=0, le=2**15 - 1)]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class _Protocol(msgspec.Struct):
    protocol: int
    agent: str


class _About(msgspec.Struct):
    source: str
    source_version: str
    calls: _Count
    first_call_at: Moment | None
    faults: list[str] = []


class _Endpoint(msgspec.Struct):
    name: str
    monitor_level: _Level
    added_at: Moment | None
    version_added: str | None
    last_requested_at: Moment | None


class _Endpoints(msgspec.Struct):
    endpoints: list[_Endpoint]


class _Rows(msgspec.Struct):
    rows: _Count


def is_about(body: bytes) -> bool:
    """Whether it speaks this protocol, in whatever version."""
    try:
        msgspec.json.decode(body, type=_Protocol)
    except NOT_JSON:
        return False
    return True


def decode_about(body: bytes, token: str) -> Details:
    """``token`` only to say what is wrong with it.

    Raises NotAnFmdError, UnsupportedVersionError, MalformedAnswerError.
    """
    try:
        spoken = msgspec.json.decode(body, type=_Protocol).protocol
    except NOT_JSON:
        raise NotAnFmdError(
            "This URL answers, but not as PyDash's bridge or monitor. Is it still in the app?"
        ) from None
    if spoken != PROTOCOL:
        raise UnsupportedVersionError(
            f"The app's pydash-agent speaks protocol {spoken}, and this PyDash {PROTOCOL}. Upgrade the older "
            "of the two."
        )
    about = decoded(body, _About)
    warnings = []
    if token == FMD_DEFAULT_TOKEN:
        warnings.append(SourceWarning.DEFAULT_TOKEN)
    if _CLOCK in about.faults:
        warnings.append(SourceWarning.CLOCK_FAULT)
    return Details(
        version=presentable(_version(about)[:_VERSION_CHARS]),
        first_call_at=_first_call_at(about.first_call_at),
        total_calls=about.calls,
        warnings=tuple(warnings),
    )


def _version(about: _About) -> str:
    """Of another source than the dashboard that most apps have, with its name."""
    return about.source_version if about.source == _FMD else f"{about.source} {about.source_version}"


def decode_endpoints(body: bytes) -> list[MonitorRule]:
    """In the order of the answer. Raises MalformedAnswerError."""
    return [
        MonitorRule(
            # As the names of calls will be, else an endpoint and its calls would not find each other.
            endpoint=presentable(endpoint.name),
            monitor_level=endpoint.monitor_level,
            added_at=_in_utc_or_none(endpoint.added_at, "added_at"),
            version_added=None if endpoint.version_added is None else presentable(endpoint.version_added),
            last_requested_at=_in_utc_or_none(endpoint.last_requested_at, "last_requested_at"),
        )
        for endpoint in decoded(body, _Endpoints).endpoints
    ]


def decode_count(body: bytes) -> int:
    """Raises MalformedAnswerError."""
    return decoded(body, _Rows).rows


def _first_call_at(moment: datetime | None) -> datetime | None:
    # Earlier than computers count time, history begins nowhere else either; and calendars have a first day.
    return None if moment is None else max(in_utc(moment, "first_call_at"), _EPOCH)


def in_utc(moment: datetime, field: str) -> datetime:
    """Raises MalformedAnswerError for one that only its offset keeps within the calendar."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise unreadable(f"{field}: {moment} is no time in UTC") from None


def _in_utc_or_none(moment: datetime | None, field: str) -> datetime | None:
    return None if moment is None else in_utc(moment, field)
