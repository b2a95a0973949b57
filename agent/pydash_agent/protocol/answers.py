"""What goes back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone

from pydash_agent.protocol.errors import ProtocolError
from pydash_agent.protocol.gzip_stream import compressed

Headers = tuple[tuple[str, str], ...]

_NEVER_STORED: Headers = (("Cache-Control", "no-store"),)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Headers
    body: Iterable[bytes]


def json_answer(value: Mapping[str, object], status: int = 200, headers: Headers = ()) -> Answer:
    body = json_bytes(value)
    about_body: Headers = (("Content-Type", "application/json"), ("Content-Length", str(len(body))))
    return Answer(status, about_body + _NEVER_STORED + headers, (body,))


def error_answer(error: ProtocolError) -> Answer:
    return json_answer({"error": error.slug, "detail": str(error)}, error.status, error.headers)


def lines_answer(lines: Iterable[bytes], *, gzip: bool) -> Answer:
    """Of unknown length, and made while it is sent."""
    headers: Headers = (("Content-Type", "application/x-ndjson"), ("Vary", "Accept-Encoding"))
    if gzip:
        return Answer(200, (*headers, ("Content-Encoding", "gzip"), *_NEVER_STORED), compressed(lines))
    return Answer(200, headers + _NEVER_STORED, lines)


def json_bytes(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode("ascii")


def json_time(moment: datetime | None) -> str | None:
    """With six digits and a Z, as every time of the protocol."""
    if moment is None:
        return None
    return moment.astimezone(timezone.utc).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
