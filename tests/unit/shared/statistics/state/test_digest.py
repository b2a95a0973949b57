"""Accuracy of quantiles, against numpy's exact ones and against the reference library ``tdigest``."""

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import tdigest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from shared.statistics.state.digest import EXACT_MAX, Digest

_QUANTILES = (0.25, 0.50, 0.75, 0.90, 0.99)
_RANK_ERROR_MAX = 0.005
_MANY = 30_000
# The reference library takes some 20 µs a value.
_MANY_FOR_THE_REFERENCE = 4_000

Values = NDArray[np.float64]


def bimodal(rng: np.random.Generator, count: int) -> Values:
    cached, computed = rng.normal(2, 0.3, count), rng.normal(400, 40, count)
    return np.where(rng.random(count) < 0.6, cached, computed)


_SHAPES: dict[str, Callable[[np.random.Generator, int], Values]] = {
    "lognormal": lambda rng, count: rng.lognormal(3.0, 0.8, count),
    "bimodal": bimodal,
    "constant": lambda _, count: np.full(count, 12.5),
    "heavy-tailed": lambda rng, count: rng.pareto(1.1, count),
    "whole milliseconds": lambda rng, count: np.round(rng.lognormal(1.0, 0.8, count)),
    "sorted": lambda rng, count: np.sort(rng.lognormal(3.0, 0.8, count)),
}
_EACH_SHAPE = pytest.mark.parametrize("shape", _SHAPES)


def sample(shape: str, count: int) -> Values:
    return _SHAPES[shape](np.random.default_rng(20261121), count)


def rank_error(values: Values, q: float, answer: float | None) -> float:
    """How far ``answer`` is from rank ``q``, as a share of all values; ties span several ranks."""
    assert answer is not None
    ordered = np.sort(values)
    # Interpolation and means of equal values round in the last digit.
    slack = abs(answer) * 1e-12
    low = np.searchsorted(ordered, answer - slack, side="left") / len(values)
    high = np.searchsorted(ordered, answer + slack, side="right") / len(values)
    return float(max(low - q, q - high, 0.0))


def reference(values: Values) -> Any:
    digest = tdigest.TDigest()
    digest.batch_update(values.tolist())
    return digest


@_EACH_SHAPE
@pytest.mark.parametrize("q", _QUANTILES)
def test_a_quantile_of_many_values_is_within_half_a_percent_of_its_rank(shape: str, q: float) -> None:
    values = sample(shape, _MANY)

    assert rank_error(values, q, Digest.of_values(values).quantile(q)) <= _RANK_ERROR_MAX


@_EACH_SHAPE
def test_quantiles_of_many_values_agree_with_the_reference(shape: str) -> None:
    values = sample(shape, _MANY_FOR_THE_REFERENCE)
    ours, theirs = Digest.of_values(values), reference(values)

    for q in _QUANTILES:
        theirs_error = rank_error(values, q, theirs.percentile(100 * q))
        assert rank_error(values, q, ours.quantile(q)) <= max(theirs_error, _RANK_ERROR_MAX)


@_EACH_SHAPE
@pytest.mark.parametrize("parts", [2, 24, 720])
def test_merging_the_digests_of_a_months_hours_keeps_the_accuracy(shape: str, parts: int) -> None:
    values = sample(shape, _MANY)
    merged = Digest.merge_many([Digest.of_values(part) for part in np.array_split(values, parts)])

    for q in _QUANTILES:
        assert rank_error(values, q, merged.quantile(q)) <= _RANK_ERROR_MAX


def test_merging_very_unequal_hours_keeps_the_accuracy() -> None:
    values = sample("bimodal", _MANY)
    parts = [values[:20_000], *np.array_split(values[20_000:], 400)]

    merged = Digest.merge_many([Digest.of_values(part) for part in parts])

    for q in _QUANTILES:
        assert rank_error(values, q, merged.quantile(q)) <= _RANK_ERROR_MAX


@_EACH_SHAPE
@pytest.mark.parametrize("count", [EXACT_MAX + 1, _MANY])
def test_quantiles_never_leave_the_range_of_the_values(shape: str, count: int) -> None:
    values = sample(shape, count)
    digest = Digest.of_values(values)

    answers = [digest.quantile(q) for q in (0.0, 0.001, 0.5, 0.999, 1.0)]

    assert all(answer is not None for answer in answers)
    assert answers == pytest.approx(np.clip(np.array(answers, float), values.min(), values.max()), rel=1e-12)
    assert answers == sorted(answers, key=float)  # type: ignore[arg-type]


@_EACH_SHAPE
@pytest.mark.parametrize("count", [*range(1, 51), EXACT_MAX])
def test_quantiles_of_a_few_values_are_exactly_numpys(shape: str, count: int) -> None:
    values = sample(shape, count)

    assert [Digest.of_values(values).quantile(q) for q in _QUANTILES] == np.quantile(
        values, _QUANTILES
    ).tolist()


@pytest.mark.parametrize("count", [20, 50, EXACT_MAX])
def test_the_reference_places_a_few_values_at_most_one_call_elsewhere(count: int) -> None:
    values = sample("lognormal", count)
    ours, theirs = Digest.of_values(values), reference(values)

    for q in _QUANTILES:
        answers = np.array([ours.quantile(q), theirs.percentile(100 * q)], dtype=float)
        ours_at, theirs_at = np.searchsorted(np.sort(values), answers).tolist()
        assert abs(ours_at - theirs_at) <= 1


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=60))
def test_the_median_of_a_few_values_is_their_middle(values: list[float]) -> None:
    distinct = np.array(sorted(set(values)))

    assert Digest.of_values(distinct).quantile(0.5) == pytest.approx(float(np.median(distinct)), rel=1e-12)


def test_no_values_have_no_quantiles() -> None:
    assert Digest.of_values(np.empty(0)).quantile(0.5) is None
    assert Digest.merge_many([]).quantile(0.5) is None


@pytest.mark.parametrize("count", [0, 1, 50, EXACT_MAX, EXACT_MAX + 1, 20_000])
def test_an_exported_digest_is_read_by_the_reference_library(count: int) -> None:
    values = sample("lognormal", count)
    exported = json.loads(json.dumps(Digest.of_values(values).to_dict()))

    read = tdigest.TDigest().update_from_dict(exported)

    assert read.n == pytest.approx(count)
    for q in _QUANTILES if count else ():
        # Few centroids are merged once more by their reader.
        tolerance = 1 / count if count <= EXACT_MAX else 2 * _RANK_ERROR_MAX
        assert rank_error(values, q, read.percentile(100 * q)) <= tolerance


def test_an_export_has_only_the_fields_of_the_interchange_format() -> None:
    for count in (3, EXACT_MAX + 1):
        exported = Digest.of_values(sample("lognormal", count)).to_dict()
        assert exported.keys() == {"centroids"}
        assert all(centroid.keys() == {"m", "c"} for centroid in exported["centroids"])
        assert sum(centroid["c"] for centroid in exported["centroids"]) == pytest.approx(count)
