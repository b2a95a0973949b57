"""Claim: the peers are asked what PyDash is asked, and answer it rightly.

No figures: a peer that is quick because it counts something else would be no measure. 200,000 calls of a month,
against NumPy. Digests may be off by half a point of rank, ClickHouse's count of addresses by two hundredths.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from shared.calls.calls import Float64s, NameKind
from tests.bench.peers.clickhouse import ClickHouse
from tests.bench.peers.duck import DuckDb
from tests.bench.peers.store import START_S, Store
from tests.bench.traffic import HISTORY_DAYS, NAMES, history

pytestmark = pytest.mark.bench

_TRAFFIC = history(200_000)
_CALLS = _TRAFFIC.calls
_HOUR = (_CALLS.at_us // 1_000_000 - START_S) // 3_600
_RANK_ERROR_MAX = 0.005


@pytest.fixture(scope="module", params=[ClickHouse, DuckDb], ids=lambda kind: kind.name)
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("peer")
    with request.param(folder) as opened:
        for dashboard, calls in _TRAFFIC.slices():
            opened.insert(calls, dashboard)
        # Another dashboard's, which no answer may contain.
        opened.insert(_CALLS.select(slice(1_000)), 1)
        yield opened


def assert_quantile(values: Float64s, q: float, answer: float) -> None:
    """Between the exact quantiles a little below and a little above; ClickHouse's are of single precision."""
    error = _RANK_ERROR_MAX + 1 / len(values)
    low, high = np.quantile(values, (max(q - error, 0), min(q + error, 1)))
    assert low * (1 - 1e-6) <= answer <= high * (1 + 1e-6)


def test_totals(store: Store) -> None:
    [(visits, mean, *percentiles, ips)] = store.totals()

    assert visits == len(_CALLS)
    assert mean == pytest.approx(_CALLS.execution_ms.mean())
    for q, answer in zip((0.5, 0.9, 0.99), percentiles, strict=True):
        assert_quantile(_CALLS.execution_ms, q, answer)
    assert ips == pytest.approx(len(np.unique(_CALLS.ip)), rel=0.02)


def test_hourly_percentiles(store: Store) -> None:
    rows = store.hourly_percentiles(0)

    mine = _CALLS.endpoint == 0
    with_calls = START_S + 3_600 * np.unique(_HOUR[mine])
    assert [hour for hour, *_ in rows] == with_calls.tolist()
    for hour, *percentiles in rows:
        values = _CALLS.execution_ms[mine & (hour == _HOUR * 3_600 + START_S)]
        for q, answer in zip((0.5, 0.9, 0.99), percentiles, strict=True):
            assert_quantile(values, q, answer)


def test_visits(store: Store) -> None:
    visits = np.bincount(_HOUR, minlength=24 * HISTORY_DAYS).tolist()

    assert store.hourly_visits() == [(START_S + 3_600 * hour, count) for hour, count in enumerate(visits)]
    assert store.visits_by_day_and_hour() == [
        (START_S + 86_400 * (hour // 24), hour % 24, count) for hour, count in enumerate(visits)
    ]


@pytest.mark.parametrize("kind", [NameKind.ENDPOINT, NameKind.VERSION])
def test_tables(store: Store, kind: NameKind) -> None:
    rows = store.by_endpoint() if kind is NameKind.ENDPOINT else store.by_version()

    assert [number for number, *_ in rows] == list(range(len(NAMES[kind])))
    for number, visits, median, slow in rows:
        values = _CALLS.execution_ms[_CALLS.ids(kind) == number]
        assert visits == len(values)
        assert_quantile(values, 0.5, median)
        assert_quantile(values, 0.99, slow)
