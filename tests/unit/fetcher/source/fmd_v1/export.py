"""The export as Flask-MonitoringDashboard 1.13 and 2.0 write it, and as a hostile program might."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from services.fetcher.source.source import Window


class Missing(Enum):
    """Stands for a field that is left out."""

    MISSING = "missing"


MISSING = Missing.MISSING
TOKEN = "cc83733cb0af8b884ff6577086b87909"
WINDOW = Window(datetime(2026, 11, 21, 1, tzinfo=UTC), datetime(2026, 11, 21, 2, tzinfo=UTC))


def base64url(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def signed(payload: bytes, token: str = TOKEN, header: bytes = b'{"typ":"JWT","alg":"HS256"}') -> bytes:
    """A compact JWT around any bytes at all."""
    content = base64url(header) + b"." + base64url(payload)
    return content + b"." + base64url(hmac.digest(token.encode(), content, hashlib.sha256))


def export(rows: Any, token: str = TOKEN) -> bytes:
    """What FMD answers: the rows as JSON in a claim of JSON."""
    return signed(json.dumps({"data": json.dumps(rows, sort_keys=True)}).encode(), token)


def row(**changes: Any) -> dict[str, Any]:
    """A call of FMD 1.13; MISSING leaves a field out."""
    fields = {
        "endpoint": "home",
        "execution_time": 12.5,
        "time": "2026-11-21 01:27:13.562906",
        "version": "1.0.0",
        "group_by": "None",
        "ip": "192.0.2.1",
    } | changes
    return {name: value for name, value in fields.items() if value is not MISSING}


def rule(**changes: Any) -> dict[str, Any]:
    """An endpoint as FMD 1.13 lists it."""
    fields = {
        "endpoint": "home",
        "last_accessed": "2026-11-21 01:27:13.562906",
        "monitor": True,
        "time_added": "2026-11-20 00:00:00",
        "version_added": "1.0.0",
    } | changes
    return {name: value for name, value in fields.items() if value is not MISSING}


def row_2_0(**changes: Any) -> dict[str, Any]:
    """A call of FMD 2.0."""
    fields = {
        "duration": 12.5,
        "endpoint_id": 1,
        "group_by": "None",
        "ip": "192.0.2.1",
        "time_requested": "2026-11-21 01:27:13.562906",
        "version_requested": "1.0.0",
    } | changes
    return {name: value for name, value in fields.items() if value is not MISSING}


def rule_2_0(**changes: Any) -> dict[str, Any]:
    """An endpoint as FMD 2.0 lists it."""
    fields = {
        "last_requested": "2026-11-21 01:27:13.562906",
        "monitor_level": 1,
        "name": "home",
        "time_added": "2026-11-20 00:00:00",
        "version_added": "1.0.0",
    } | changes
    return {name: value for name, value in fields.items() if value is not MISSING}
