"""Claim: percentiles over 10 million calls are within 0.1 % of rank in the middle and 0.02 % at the end; unique
visitors are exact up to 1,000 and within 2 % beyond.

Asked of the running API, for the whole month and for each endpoint, a range whose ends are no days' ends; the worst
of all counts. The peer's t-digests are asked the same.
"""

from typing import Any

import numpy as np
import pytest

from shared.calls.calls import Calls, Float64s, NameKind
from shared.calls.grouping import Groups
from shared.statistics.state.state import GroupedCalls
from shared.statistics.state.visitors import Visitors
from tests.bench.figures import Bound, publish
from tests.bench.loaded import LARGE, Loaded
from tests.bench.peers.clickhouse import ClickHouse
from tests.bench.traffic import NAMES, history
from tests.bench.views import RAGGED
from tests.bench.workload import HOUR_US

pytestmark = [pytest.mark.bench, pytest.mark.timeout(1_800)]

_ASKED = ["median_execution_time", "ninety-ninth_percentile_execution_time"]
_QUANTILES = (0.5, 0.99)


def rank_errors(times: Float64s, answers: list[float]) -> list[float]:
    """In percent: how far each quantile lies from the ranks that its answer has among the sorted times."""
    low, high = (np.searchsorted(times, answers, side) / len(times) for side in ("left", "right"))
    wanted = np.array(_QUANTILES)
    return list(100 * np.maximum(np.maximum(low - wanted, wanted - high), 0))


async def test_percentiles(loaded: Loaded) -> None:
    calls = history(LARGE).calls
    inner = calls.select(calls.at_us >= calls.at_us[0] // HOUR_US * HOUR_US + HOUR_US)
    last_us = calls.at_us[-1] // HOUR_US * HOUR_US
    inner = inner.select(inner.at_us < last_us)
    ours, peers = [], []
    of_peer = {row[0]: row[2:] for row in loaded.clickhouse.by_endpoint()}
    for number, name in enumerate(NAMES[NameKind.ENDPOINT]):
        times = np.sort(inner.execution_ms[inner.endpoint == number])
        ours.append(rank_errors(times, await asked(loaded, endpoint=name)))
        whole = np.sort(calls.execution_ms[calls.endpoint == number])
        peers.append(rank_errors(whole, list(of_peer[number])))
    ours.append(rank_errors(np.sort(inner.execution_ms), await asked(loaded)))
    for position, name, most in ((0, "rank_error_p50_percent", 0.1), (1, "rank_error_p99_percent", 0.02)):
        publish(
            name,
            # A rank error of nothing has no ratio.
            value=max(*(errors[position] for errors in ours), 1e-6),
            unit="%",
            peer=ClickHouse.name,
            peer_value=max(errors[position] for errors in peers),
            less_is_better=True,
            bound=Bound("at most", most),
        )


async def asked(loaded: Loaded, **filters: str) -> list[float]:
    parameters: dict[str, Any] = {"statistic": _ASKED, "precision": "full", **RAGGED, **filters}
    answer = await loaded.stack.system.dashboard(str(loaded.large), **parameters)
    return [answer["statistics"]["values"][name] for name in _ASKED]


def test_unique_visitors() -> None:
    errors = [
        abs(merged_visitors(count, seed) / count - 1) * 100
        for count in (1_001, 3_000, 10_000, 50_000, 200_000, 1_000_000)
        for seed in range(5)
    ]
    assert all(merged_visitors(count, 0) == count for count in (1, 50, 1_000))
    publish("unique_visitors_error_percent", value=max(errors), unit="%", bound=Bound("at most", 2))


def merged_visitors(count: int, seed: int) -> int:
    """``count`` addresses, each in two of 24 hours, sketched by the hour and merged."""
    rng = np.random.default_rng(seed)
    addresses = rng.choice(2**31 - 1, count, replace=False).astype(np.int32)
    ips = np.concatenate([addresses, addresses])
    rows = len(ips)
    calls = Calls(
        at_us=np.zeros(rows, np.int64),
        execution_ms=np.ones(rows),
        endpoint=np.ones(rows, np.int32),
        version=np.ones(rows, np.int32),
        group_by=np.ones(rows, np.int32),
        ip=ips,
        status=np.zeros(rows, np.int16),
    )
    hours = Visitors.of(GroupedCalls(calls, Groups.of(rng.integers(0, 24, rows), 24))).sketched()
    return int(hours.merge(Groups.single(24)).unique[0])
