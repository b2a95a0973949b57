"""Pages of traces, as any program may answer them."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from services.fetcher.source.agent_v2.traces import (
    TraceKind,
    decode_exceptions,
    decode_kinds,
    decode_outliers,
    decode_profiles,
)
from services.fetcher.source.errors import MalformedAnswerError

NOON_US = 1_779_278_400_000_000
FRAME = {"file": "/app/shop.py", "line": 41, "function": "home", "code": "rows = find(words)"}
CALL = {"id": 7, "at_us": NOON_US, "execution_ms": 812.5, "endpoint": "home", "version": "1.0"} | {
    "group_by": "ada",
    "ip": "192.0.2.1",
    "status": 200,
}
OUTLIER = CALL | {
    "url": "http://shop.example/",
    "headers": [["Host", "shop.example"]],
    "environment": [],
    "cpu_percent": [12.5],
    "memory": {"total": 8000.0, "available": 2000.5, "percent": 75.0},
    "stack": [FRAME],
}
RAISED = CALL | {"type": "KeyError", "message": "'tea'", "handled": False, "stack": [FRAME]}
LAST = {"rows": 1, "cursor": "7.1", "more": False, "settled_at": "2026-05-20T12:00:00.000000Z"}


def body(*lines: dict[str, Any]) -> bytes:
    return "".join(f"{json.dumps(line)}\n" for line in lines).encode()


def test_an_outlier() -> None:
    page = decode_outliers(body(OUTLIER, LAST))
    [outlier] = page.traces
    assert (page.cursor, page.more) == ("7.1", False)
    assert (outlier.call.source_id, outlier.call.at) == (7, datetime(2026, 5, 20, 12, tzinfo=UTC))
    assert (outlier.call.endpoint, outlier.call.status) == ("home", 200)
    assert outlier.notes.headers == [("Host", "shop.example")]
    assert (outlier.notes.memory_total_bytes, outlier.notes.memory_available_bytes) == (8000, 2000)
    assert outlier.notes.stack[0].code == "rows = find(words)"


def test_a_profile_has_no_time_below_nothing() -> None:
    lines = [{"depth": 0, "ms": 10.0, **FRAME}, {"depth": 1, "ms": -1.0, **FRAME}]
    [profile] = decode_profiles(body(CALL | {"lines": lines, "cut": False}, LAST)).traces
    assert [(line.depth, line.ms) for line in profile.lines] == [(0, 10.0), (1, 0.0)]


def test_a_message_keeps_its_lines_and_nothing_that_acts() -> None:
    [raised] = decode_exceptions(body(RAISED | {"message": "one\ntwo\x1b[2J\u202e"}, LAST)).traces
    assert raised.message == "one\ntwo\ufffd[2J\ufffd"


def test_what_is_too_long_is_cut() -> None:
    long = RAISED | {"message": "m" * 100_000, "stack": [FRAME | {"line": n} for n in range(2_000)]}
    [raised] = decode_exceptions(body(long, LAST)).traces
    assert len(raised.message) == 4_100
    # The innermost frames say most.
    assert (len(raised.stack), raised.stack[-1].line) == (500, 1_999)


def test_halves_of_characters_are_no_reason_to_stop() -> None:
    [raised] = decode_exceptions(body(RAISED | {"message": "\ud800"}, LAST)).traces
    assert raised.message == "\ufffd"


@pytest.mark.parametrize(
    "answer",
    [
        body(RAISED),
        body(RAISED, RAISED, LAST),
        body(LAST),
        body(RAISED | {"at_us": -1}, LAST),
        body(RAISED | {"id": "7"}, LAST),
        body(RAISED, LAST | {"cursor": "7 7"}),
        body(LAST | {"rows": 0, "more": True}),
        b"",
        b"<html>",
    ],
)
def test_what_breaks_the_protocol_is_refused(answer: bytes) -> None:
    with pytest.raises(MalformedAnswerError):
        decode_exceptions(answer)


def test_only_kinds_that_are_known_count() -> None:
    told = {"capabilities": ["status_code", "profiles", "outliers", "dreams"]}
    assert decode_kinds(json.dumps(told).encode()) == (TraceKind.OUTLIERS, TraceKind.PROFILES)
    assert decode_kinds(b"{}") == ()
