"""Claim: digests of all cells at once cost tens of nanoseconds a call, hundreds of times less than the ``tdigest``
package, and about what NumPy takes to compute exact percentiles that nothing can be merged with any more.

100,000 log-normal values in 60 cells; ``tdigest``, which takes some 20 µs a value, gets 5,000 of them. For merging,
milliseconds for a month of hours, beside ``numpy.quantile`` over all of the month's values.
"""

import numpy as np
import pytest
import tdigest

from shared.calls.grouping import Groups
from shared.statistics.state.digest import KEPT_QUANTILES, Digest
from tests.bench.figures import publish
from tests.bench.measure import seconds

pytestmark = pytest.mark.bench

_CELLS, _HOURS, _PER_HOUR = 60, 720, 2_000
_RNG = np.random.default_rng(7)
_VALUES = np.sort(_RNG.lognormal(3.0, 0.8, (_CELLS, 100_000 // _CELLS)), axis=1)
_FEWER = _VALUES.ravel()[:5_000]


def by_tdigest() -> None:
    digest = tdigest.TDigest()
    digest.batch_update(_FEWER.tolist())
    for q in KEPT_QUANTILES:
        digest.percentile(100 * q)


def test_building() -> None:
    values, edges = _VALUES.ravel(), np.arange(_CELLS + 1) * _VALUES.shape[1]
    ours, numpys = seconds(
        lambda: Digest.of_sorted(values, edges), lambda: np.quantile(_VALUES, KEPT_QUANTILES, axis=1)
    )
    (tdigests,) = seconds(by_tdigest, rounds=3)
    for peer, peer_value in (("tdigest", tdigests / len(_FEWER)), ("numpy.quantile", numpys / values.size)):
        publish(
            f"eight percentiles and a digest of 60 cells, beside {peer}",
            value=ours / values.size * 1e9,
            unit="ns/call",
            peer=peer,
            peer_value=peer_value * 1e9,
            less_is_better=True,
        )


def test_merging_a_month_of_hours() -> None:
    values = np.sort(_RNG.lognormal(3.0, 0.8, (_HOURS, _PER_HOUR)), axis=1)
    hours = Digest.of_sorted(values.ravel(), np.arange(_HOURS + 1) * _PER_HOUR)
    ours, numpys = seconds(
        lambda: hours.merge(Groups.single(_HOURS)).kept, lambda: np.quantile(values, KEPT_QUANTILES)
    )
    publish(
        "eight percentiles of 1,440,000 calls from the digests of 720 hours",
        value=ours * 1e3,
        unit="ms",
        peer="numpy.quantile over all calls",
        peer_value=numpys * 1e3,
        less_is_better=True,
    )
