"""Calls of an app as it is: some endpoints much busier than others, a few releases, some hundred visitors."""

from datetime import UTC, datetime, timedelta

import numpy as np

from shared.calls.block import to_us
from shared.calls.calls import Calls, Int32s

START = datetime(2026, 10, 22, tzinfo=UTC)
HOUR_US = 3_600_000_000
_ENDPOINTS, _VERSIONS, _USERS, _ADDRESSES = 20, 3, 120, 400


def calls_over(hours: int, count: int, *, seed: int = 7) -> Calls:
    """``count`` calls in order of time over as many hours from START on."""
    rng = np.random.default_rng(seed)
    start_us = to_us(START)
    offsets = np.sort(rng.integers(0, hours * HOUR_US, count))
    return Calls(
        at_us=start_us + offsets,
        # As time.time() gives them: 6 digits after the point are noise, but they are stored all the same.
        execution_ms=rng.lognormal(3.0, 0.8, count),
        endpoint=skewed(rng, _ENDPOINTS, count),
        version=(1 + offsets * _VERSIONS // (hours * HOUR_US)).astype(np.int32),
        group_by=skewed(rng, _USERS, count),
        ip=skewed(rng, _ADDRESSES, count),
        status=np.zeros(count, np.int16),
    )


def skewed(rng: np.random.Generator, names: int, count: int) -> Int32s:
    """Ids from 1 on, the first the most frequent."""
    weights = 1 / np.arange(1, names + 1)
    return rng.choice(np.arange(1, names + 1, dtype=np.int32), count, p=weights / weights.sum())


def exported(count: int) -> list[dict[str, object]]:
    """Calls of one hour as rows of Flask-MonitoringDashboard's export."""
    calls = calls_over(1, count)
    return [
        {
            "endpoint": f"shop.endpoint_{endpoint}",
            "execution_time": ms,
            "group_by": f"user-{user}",
            "ip": f"192.0.{ip // 256}.{ip % 256}",
            "time": str((START + timedelta(microseconds=at_us - to_us(START))).replace(tzinfo=None)),
            "version": f"1.{version}.0",
        }
        for at_us, ms, endpoint, user, ip, version in zip(
            *(column.tolist() for column in (calls.at_us, calls.execution_ms, calls.endpoint)),
            *(column.tolist() for column in (calls.group_by, calls.ip, calls.version)),
            strict=True,
        )
    ]


def paged(count: int) -> list[list[object]]:
    """The same calls as rows of protocol 2."""
    fields = ("execution_time", "endpoint", "version", "group_by", "ip")
    return [
        [number, at_us, *(row[field] for field in fields), 200]
        for number, (at_us, row) in enumerate(
            zip(calls_over(1, count).at_us.tolist(), exported(count), strict=True), start=1
        )
    ]
