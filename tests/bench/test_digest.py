"""Claim: the five percentiles of many calls, by a state that merges, cost hundreds of times less than with the
``tdigest`` package, and a few times what NumPy takes to compute them once and for all.

100,000 log-normal values; ``tdigest``, which takes some 20 µs a value, gets 5,000 of them. ``numpy.quantile`` is
exact, but nothing is left that could be merged. Ratio: nanoseconds a value, where less is better; for merging,
milliseconds for a month of hours, beside ``numpy.quantile`` over all of the month's values.
"""

import numpy as np
import pytest
import tdigest

from shared.statistics.state.digest import Digest
from tests.bench.figures import publish
from tests.bench.measure import seconds

pytestmark = pytest.mark.bench

_QUANTILES = (0.25, 0.50, 0.75, 0.90, 0.99)
_VALUES = np.random.default_rng(7).lognormal(3.0, 0.8, 100_000)
_FEWER = _VALUES[:5_000]
_RANK_ERROR_MAX = 0.005


def percentiles(digest: Digest) -> list[float]:
    return [answer for answer in (digest.quantile(q) for q in _QUANTILES) if answer is not None]


def percentiles_by_tdigest() -> list[float]:
    digest = tdigest.TDigest()
    digest.batch_update(_FEWER.tolist())
    return [digest.percentile(100 * q) for q in _QUANTILES]


def assert_near(answers: list[float]) -> None:
    ranks = np.searchsorted(np.sort(_VALUES), answers) / len(_VALUES)
    assert np.abs(ranks - np.array(_QUANTILES)).max() < _RANK_ERROR_MAX


def test_percentiles() -> None:
    ours, numpys = seconds(
        lambda: percentiles(Digest.of_values(_VALUES)), lambda: np.quantile(_VALUES, _QUANTILES)
    )
    (tdigests,) = seconds(percentiles_by_tdigest, rounds=3)

    assert_near(percentiles(Digest.of_values(_VALUES)))
    for peer, peer_value in (
        ("tdigest", tdigests / len(_FEWER)),
        ("numpy.quantile", numpys / len(_VALUES)),
    ):
        publish(
            f"five percentiles of 100,000 calls, beside {peer}",
            value=ours / len(_VALUES) * 1e9,
            unit="ns/call",
            peer=peer,
            peer_value=peer_value * 1e9,
            less_is_better=True,
        )


def test_merging_a_month_of_hours() -> None:
    hours = [Digest.of_values(hour) for hour in np.array_split(np.tile(_VALUES, 15), 720)]
    month = np.tile(_VALUES, 15)

    ours, peers = seconds(
        lambda: percentiles(Digest.merge_many(hours)), lambda: np.quantile(month, _QUANTILES)
    )

    assert_near(percentiles(Digest.merge_many(hours)))
    publish(
        "five percentiles of 1,500,000 calls from the digests of 720 hours",
        value=ours * 1e3,
        unit="ms",
        peer="numpy.quantile over all calls",
        peer_value=peers * 1e3,
        less_is_better=True,
    )
