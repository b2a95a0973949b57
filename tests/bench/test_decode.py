"""Claim: an answer of Flask-MonitoringDashboard becomes checked columns in about the time in which ``json.loads``
makes dictionaries of it.

Ours verifies the signature (half of its time, most of that in python-jose's base64), parses claim and rows, reads
each time and packs every column; the peer is Python's own ``json.loads`` on the bare payload, which is what is left
when none of that is done. Ratio: calls a second.
"""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest

from services.fetcher.source.fmd_v1.decode import decode_data
from services.fetcher.source.source import Window
from tests.bench.figures import publish
from tests.bench.measure import seconds
from tests.bench.workload import START, exported

pytestmark = pytest.mark.bench

_ROWS = 50_000
_TOKEN = "cc83733cb0af8b884ff6577086b87909"


def test_decoding_an_answer() -> None:
    payload = json.dumps({"data": json.dumps(exported(_ROWS))}).encode()
    signed = b".".join(_base64url(part) for part in (b'{"typ":"JWT","alg":"HS256"}', payload))
    body = signed + b"." + _base64url(hmac.digest(_TOKEN.encode(), signed, hashlib.sha256))
    # The row of the window's first microsecond would belong to the window before.
    window = Window(START - timedelta(seconds=1), START + timedelta(hours=1))

    ours, peers = seconds(
        lambda: decode_data(body, _TOKEN, window), lambda: json.loads(json.loads(payload)["data"])
    )

    calls, rows = decode_data(body, _TOKEN, window), json.loads(json.loads(payload)["data"])
    assert calls.execution_ms.tolist() == [row["execution_time"] for row in rows]
    publish(
        "decode an export of 50,000 calls",
        value=_ROWS / ours,
        unit="calls/s",
        peer="json.loads, unverified, to dictionaries",
        peer_value=_ROWS / peers,
    )


def _base64url(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")
