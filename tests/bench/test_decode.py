"""Claim: an answer becomes checked columns in about the time in which ``json.loads`` makes Python objects of it.

Protocol 1, the export of Flask-MonitoringDashboard: ours verifies the signature (half of its time, most of that in
python-jose's base64), parses claim and rows, reads each time and packs every column; the peer is Python's own
``json.loads`` on the bare payload, which is what is left when none of that is done. Protocol 2, a page of the
bridge: ours parses and checks the rows and packs every column; the peer is ``json.loads`` of each line.
Ratio: calls a second.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from services.fetcher.source.agent_v2.page import decode_page
from services.fetcher.source.fmd_v1.decode import decode_data
from services.fetcher.source.source import Window
from shared.calls.named import NamedCalls
from tests.bench.figures import publish
from tests.bench.measure import seconds
from tests.bench.workload import START, exported, paged

pytestmark = pytest.mark.bench

_ROWS = 50_000
_TOKEN = "the token of the app"
# The row of the window's first microsecond would belong to the window before.
_WINDOW = Window(START - timedelta(seconds=1), START + timedelta(hours=1))


def test_decoding_an_answer() -> None:
    ratios = [_export(), _page()]

    publish(
        "decode_ratio_to_json",
        value=min(ratios),
        unit="times json.loads, of the slower protocol",
    )


def _export() -> float:
    payload = json.dumps({"data": json.dumps(exported(_ROWS))}).encode()
    signed = b".".join(_base64url(part) for part in (b'{"typ":"JWT","alg":"HS256"}', payload))
    body = signed + b"." + _base64url(hmac.digest(_TOKEN.encode(), signed, hashlib.sha256))

    calls, rows = decode_data(body, _TOKEN, _WINDOW), json.loads(json.loads(payload)["data"])
    assert isinstance(calls, NamedCalls)
    assert calls.execution_ms.tolist() == [row["execution_time"] for row in rows]
    return _publish(
        "decode an export of 50,000 calls",
        lambda: decode_data(body, _TOKEN, _WINDOW),
        "json.loads, unverified, to dictionaries",
        lambda: json.loads(json.loads(payload)["data"]),
    )


def _page() -> float:
    rows = [json.dumps(row, separators=(",", ":")).encode() for row in paged(_ROWS)]
    last = {"rows": _ROWS, "cursor": "50000.0", "more": True, "settled_at": START.isoformat()}
    body = b"\n".join([*rows, json.dumps(last).encode()])

    page = decode_page(body, "", _ROWS)
    assert page.calls.execution_ms.tolist() == [json.loads(row)[2] for row in rows]
    return _publish(
        "decode a page of 50,000 calls",
        lambda: decode_page(body, "", _ROWS),
        "json.loads of each line, to lists",
        lambda: [json.loads(line) for line in body.split(b"\n")],
    )


def _publish(name: str, ours: Callable[[], object], peer: str, theirs: Callable[[], object]) -> float:
    own_seconds, peer_seconds = seconds(ours, theirs)
    publish(name, value=_ROWS / own_seconds, unit="calls/s", peer=peer, peer_value=_ROWS / peer_seconds)
    return peer_seconds / own_seconds


def _base64url(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")
