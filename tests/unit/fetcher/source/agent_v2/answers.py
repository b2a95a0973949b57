"""Protocol v2 as an app with the bridge speaks it, and as a hostile program might."""

import json
from typing import Any

TOKEN = "a token of the app's author"
FIELDS = ("id", "at_us", "execution_ms", "endpoint", "version", "group_by", "ip", "status")
# 2026-11-21 01:27:13.562906
AT_US = 1_795_224_433_562_906


def row(number: int, **changes: Any) -> list[Any]:
    """The call with that id."""
    fields = {
        "id": number,
        "at_us": AT_US,
        "execution_ms": 12.5,
        "endpoint": "home",
        "version": "1.0.0",
        "group_by": "",
        "ip": "192.0.2.1",
        "status": 200,
    } | changes
    return [fields[name] for name in FIELDS]


def last_line(**changes: Any) -> dict[str, Any]:
    """Of no rows from the beginning on."""
    return {"rows": 0, "cursor": "", "more": False, "settled_at": "2026-11-21T02:00:00.000000Z"} | changes


def page(*rows: list[Any], **changes: Any) -> bytes:
    """The rows, and the last line that belongs to them but for ``changes``."""
    ends = {"rows": len(rows), "cursor": f"{rows[-1][0]}.{rows[-1][1]}" if rows else ""}
    return ndjson(*rows, last_line(**ends | changes))


def ndjson(*lines: object) -> bytes:
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def about(**changes: Any) -> dict[str, Any]:
    return {
        "protocol": 2,
        "agent": "pydash-agent 0.1.0",
        "source": "flask-monitoringdashboard",
        "source_version": "5.1.0",
        "now": "2026-11-21T09:00:00.000000Z",
        "calls": 12345,
        "first_call_at": "2026-11-20T08:00:00.500000Z",
        "capabilities": ["status_code"],
        "faults": [],
    } | changes


def endpoint(**changes: Any) -> dict[str, Any]:
    return {
        "name": "home",
        "monitor_level": 1,
        "added_at": "2026-11-20T00:00:00.000000Z",
        "version_added": "1.0.0",
        "last_requested_at": "2026-11-21T01:27:13.562906Z",
    } | changes
