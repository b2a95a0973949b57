"""What ``get_json_details`` tells of an app and its dashboard."""

from datetime import UTC, datetime
from typing import Annotated

import msgspec

from services.fetcher.source.errors import (
    BRIDGE_ADVICE,
    MalformedAnswerError,
    NotAnFmdError,
    UnsupportedVersionError,
)
from services.fetcher.source.json_answer import NOT_JSON
from services.fetcher.source.source import FMD_DEFAULT_TOKEN, Details, SourceWarning

_NUMBERED = ("2.0.",)
_SUPPORTED = ("1.12.", "1.13.", *_NUMBERED)
_VERSION_CHARS = 20


class _Details(msgspec.Struct, rename="kebab"):
    link: str
    first_request: int
    # What Postgres can keep.
    total_requests: Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
    dashboard_version: str | None = None


def decode_details(body: bytes, token: str) -> Details:
    """``token`` only to say what is wrong with it. Raises NotAnFmdError, UnsupportedVersionError."""
    try:
        details = msgspec.json.decode(body, type=_Details)
    except NOT_JSON:
        raise NotAnFmdError(
            "This URL answers, but neither as a Flask-MonitoringDashboard nor as PyDash's bridge or monitor. It "
            "should end in the dashboard's link, for example https://app.example/dashboard."
        ) from None
    version = _supported(details.dashboard_version)
    # -1 says that there are no calls.
    first = None if details.first_request < 0 else _from_seconds(details.first_request)
    return Details(version, first, details.total_requests, tuple(_warnings(version, token)))


def _supported(version: str | None) -> str:
    if version is None:
        raise UnsupportedVersionError(
            "This Flask-MonitoringDashboard is older than 1.12. Upgrade it in the app: PyDash reads the export of "
            "1.12, 1.13 and 2.0."
        )
    if not version.isprintable():
        raise NotAnFmdError("This URL answers with a version that is none.")
    if not version.startswith(_SUPPORTED):
        raise UnsupportedVersionError(
            f"This is Flask-MonitoringDashboard {version[:_VERSION_CHARS]}. PyDash reads the export of 1.12, 1.13 "
            f"and 2.0; for a later version, {BRIDGE_ADVICE}"
        )
    return version


def _warnings(version: str, token: str) -> list[SourceWarning]:
    warnings = []
    if token == FMD_DEFAULT_TOKEN:
        warnings.append(SourceWarning.DEFAULT_TOKEN)
    if version.startswith(_NUMBERED):
        warnings.append(SourceWarning.NAMES_INFERRED)
    return warnings


def _from_seconds(seconds: int) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        raise MalformedAnswerError("The app says its first call was at a time that does not exist.") from None
