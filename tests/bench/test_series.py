"""Claim: answering a month by the hour takes a fraction of a second, whichever statistics are asked for.

720 hourly slices over 300,000 calls in memory: visits, average, median and 99th percentile of each. The peer is
the loop one would write with NumPy for exactly this question: a slice of the sorted column, then ``len``, ``mean``
and ``quantile``. Ratio: milliseconds, where less is better; below 1 is what the general form costs.
"""

from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest

from shared.query.answer import series
from shared.query.calendar import Granularity, key
from shared.query.period import Slice
from shared.query.zones import UTC_ZONE
from shared.statistics.registry import StatisticName
from tests.bench.figures import publish
from tests.bench.measure import seconds
from tests.bench.workload import HOUR_US, START, calls_over

pytestmark = pytest.mark.bench

_HOURS, _CALLS = 720, 300_000
_ASKED = [
    StatisticName.TOTAL_VISITS,
    StatisticName.AVERAGE_EXECUTION_TIME,
    StatisticName.MEDIAN_EXECUTION_TIME,
    StatisticName.NINETY_NINTH_PERCENTILE_EXECUTION_TIME,
]


def hourly_slices() -> list[Slice]:
    starts = [START + timedelta(hours=hour) for hour in range(_HOURS)]
    return [
        Slice(key(start, Granularity.HOUR, UTC_ZONE), start, start + timedelta(hours=1)) for start in starts
    ]


def test_a_month_by_the_hour() -> None:
    calls, slices = calls_over(_HOURS, _CALLS), hourly_slices()
    start_us = calls.at_us[0] // HOUR_US * HOUR_US

    def plain_loop() -> list[tuple[int, float, float, float]]:
        edges = np.searchsorted(calls.at_us, start_us + HOUR_US * np.arange(_HOURS + 1))
        answers = []
        for first, last in pairwise(edges):
            times = calls.execution_ms[first:last]
            median, slow = np.quantile(times, (0.5, 0.99))
            answers.append((len(times), float(times.mean()), float(median), float(slow)))
        return answers

    ours, peers = seconds(lambda: series(calls, slices, _ASKED, {}), plain_loop)

    for answered, (count, mean, _, _) in zip(series(calls, slices, _ASKED, {}), plain_loop(), strict=True):
        assert answered[StatisticName.TOTAL_VISITS] == count
        assert answered[StatisticName.AVERAGE_EXECUTION_TIME] == pytest.approx(mean)
    publish(
        "four statistics of 300,000 calls in 720 hourly slices",
        value=ours * 1e3,
        unit="ms",
        peer="a NumPy loop written for it",
        peer_value=peers * 1e3,
        less_is_better=True,
    )
