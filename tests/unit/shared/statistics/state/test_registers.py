"""HyperLogLog: its error over many seeds and sizes, and that merging registers loses nothing."""

import numpy as np
import pytest

from shared.statistics.state.registers import COUNT, RANK_MAX, estimate, registers_of

_SIZES = (1_001, 1_500, 3_000, 10_000, 40_000, 90_000, 300_000, 1_000_000)


@pytest.mark.parametrize("size", _SIZES)
def test_estimates_are_within_two_percent(size: int) -> None:
    for seed in range(5):
        # As names are numbered: one after another, from anywhere; or any at all.
        rng = np.random.default_rng(seed)
        first = int(rng.integers(1, 2**31 - size))
        for ids in (np.arange(first, first + size), rng.permutation(2 * size)[:size] * 7 + 1):
            assert estimate(registers_of(ids)) == pytest.approx(size, rel=0.02)


@pytest.mark.parametrize("size", [0, 1, 2, 10, 100, 1_000])
def test_few_are_counted_almost_exactly(size: int) -> None:
    assert estimate(registers_of(np.arange(1, size + 1))) == pytest.approx(size, rel=0.02, abs=1)


def test_the_greatest_of_each_register_is_that_of_all_ids() -> None:
    ids = np.random.default_rng(1).integers(1, 2**31, 50_000)

    whole = registers_of(ids)

    assert np.array_equal(np.maximum(registers_of(ids[:30_000]), registers_of(ids[20_000:])), whole)
    assert np.array_equal(registers_of(np.concatenate([ids, ids])[::-1]), whole)
    assert whole.shape == (COUNT,)
    assert whole.max() <= RANK_MAX
