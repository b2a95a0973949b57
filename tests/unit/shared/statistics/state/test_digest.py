"""Accuracy of quantiles, against numpy's exact ones and against the reference library ``tdigest``."""

import json
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import tdigest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from shared.calls.grouping import Groups
from shared.statistics.state.centroids import CENTROIDS, EXACT_MAX
from shared.statistics.state.digest import KEPT_QUANTILES, Digest

Values = NDArray[np.float64]
Shape = Callable[[np.random.Generator, int], Values]

_HOURS, _DAYS = 720, 30
# Distance of an answer's rank from the wanted one, as a share of all values.
_MIDDLE_ERROR_MAX, _TAIL_ERROR_MAX = 0.001, 0.0002
# The reference library takes some 20 µs a value.
_MANY_FOR_THE_REFERENCE = 4_000


def two_modes(share: float) -> Shape:
    return lambda rng, count: np.where(
        rng.random(count) < share, rng.normal(10, 1, count), rng.normal(200, 10, count)
    )


_SHAPES: dict[str, Shape] = {
    "lognormal": lambda rng, count: rng.lognormal(3, 1, count),
    "two modes, 50/50": two_modes(0.5),
    "two modes, 74/26": two_modes(0.74),
    "heavy-tailed": lambda rng, count: (rng.pareto(1.1, count) + 1) * 5,
    "constant": lambda _, count: np.full(count, 0.1),
    "exponential": lambda rng, count: rng.exponential(40, count),
    "whole milliseconds": lambda rng, count: np.round(rng.lognormal(3, 1, count)),
}
_EACH_SHAPE = pytest.mark.parametrize("shape", _SHAPES)


def sample(shape: str, count: int) -> Values:
    return np.sort(_SHAPES[shape](np.random.default_rng(20261121), count))


def digest_of(*groups: Values) -> Digest:
    edges = np.cumsum([0, *(len(values) for values in groups)])
    return Digest.of_sorted(np.concatenate([np.empty(0), *map(np.sort, groups)]), edges)


def hours_of(shape: str, per_hour: int) -> list[Values]:
    """A month of hours, each busier or quieter than the one before."""
    rng = np.random.default_rng(20261121)
    return [np.sort(_SHAPES[shape](rng, int(per_hour * rng.uniform(0.5, 1.5)))) for _ in range(_HOURS)]


def rank_errors(ordered: Values, quantiles: Any, answers: Any, rounding: float = 0.0) -> Values:
    """How far ``answers`` are from their ranks, as a share of all values; ties span several ranks."""
    slack = np.abs(answers) * rounding
    low = np.searchsorted(ordered, answers - slack, side="left") / len(ordered)
    high = np.searchsorted(ordered, answers + slack, side="right") / len(ordered)
    wanted = np.asarray(quantiles)
    errors: Values = np.maximum(np.maximum(low - wanted, wanted - high), 0)
    return errors


def assert_accurate(ordered: Values, digest: Digest) -> None:
    assert len(digest) == 1
    errors = dict(zip(KEPT_QUANTILES, rank_errors(ordered, KEPT_QUANTILES, digest.kept[0]), strict=True))
    assert max(error for q, error in errors.items() if q < 0.99) <= _MIDDLE_ERROR_MAX, errors
    assert max(error for q, error in errors.items() if q >= 0.99) <= _TAIL_ERROR_MAX, errors


def reference(values: Values) -> Any:
    digest = tdigest.TDigest()
    digest.batch_update(values.tolist())
    return digest


@_EACH_SHAPE
@pytest.mark.parametrize("count", [*range(1, 51), EXACT_MAX, EXACT_MAX + 1, 5_000])
def test_quantiles_of_calls_are_exactly_numpys(shape: str, count: int) -> None:
    values = sample(shape, count)
    digest = digest_of(values)

    assert [float(digest.quantile(q)[0]) for q in KEPT_QUANTILES] == np.quantile(
        values, KEPT_QUANTILES
    ).tolist()


@_EACH_SHAPE
@pytest.mark.parametrize("count", range(2, 51))
def test_any_quantile_of_few_calls_is_exactly_numpys_however_they_were_parted(shape: str, count: int) -> None:
    values = sample(shape, count)
    parts = digest_of(*(values[start::5] for start in range(5)))

    merged = parts.merge(Groups.single(5))

    for q in (0.0, 0.1, 1 / 3, *KEPT_QUANTILES, 1.0):
        exact = float(np.quantile(values, q))
        assert abs(float(merged.quantile(q)[0]) - exact) <= np.spacing(exact)


@pytest.mark.parametrize(
    ("shape", "per_hour"),
    [
        *((shape, per_hour) for shape in _SHAPES for per_hour in (23, 231, 694)),
        *((shape, 13_900) for shape in ("lognormal", "two modes, 74/26", "whole milliseconds")),
    ],
)
def test_a_month_of_hours_is_as_accurate_however_it_is_merged(shape: str, per_hour: int) -> None:
    hours = hours_of(shape, per_hour)
    ordered = np.sort(np.concatenate(hours))
    digests = digest_of(*hours)

    in_one_pass = digests.merge(Groups.single(_HOURS))
    assert_accurate(ordered, in_one_pass)
    shuffled = digests.select(np.random.default_rng(1).permutation(_HOURS)).merge(Groups.single(_HOURS))
    assert shuffled.kept.tolist() == in_one_pass.kept.tolist()
    days = digests.merge(Groups.of(np.arange(_HOURS) * _DAYS // _HOURS, _DAYS)).compressed()
    assert np.diff(days.edges).max() <= 1.25 * CENTROIDS
    assert_accurate(ordered, days.merge(Groups.single(_DAYS)))


@_EACH_SHAPE
def test_what_was_compressed_twice_stays_near(shape: str) -> None:
    hours = hours_of(shape, 231)
    digests = digest_of(*hours)
    days = digests.merge(Groups.of(np.arange(_HOURS) * _DAYS // _HOURS, _DAYS)).compressed()
    month = days.merge(Groups.single(_DAYS)).compressed()

    errors = rank_errors(
        np.sort(np.concatenate(hours)), KEPT_QUANTILES, month.interpolated(KEPT_QUANTILES)[0]
    )

    assert errors.max() <= 2 * _MIDDLE_ERROR_MAX


@_EACH_SHAPE
def test_days_as_busy_as_each_other_do_not_add_up_to_a_staircase(shape: str) -> None:
    rng = np.random.default_rng(7)
    days = [_SHAPES[shape](rng, 20_000) for _ in range(_DAYS)]

    assert_accurate(np.sort(np.concatenate(days)), digest_of(*days).merge(Groups.single(_DAYS)))


@_EACH_SHAPE
def test_quantiles_are_at_least_as_good_as_the_references(shape: str) -> None:
    values = sample(shape, _MANY_FOR_THE_REFERENCE)
    digest, theirs = digest_of(values), reference(values)
    quantiles = (0.01, 0.05, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999)

    ours_errors = rank_errors(values, quantiles, digest.interpolated(quantiles)[0])
    theirs_errors = rank_errors(values, quantiles, [theirs.percentile(100 * q) for q in quantiles])

    assert ours_errors.max() <= max(theirs_errors.max(), _MIDDLE_ERROR_MAX)


@_EACH_SHAPE
@pytest.mark.parametrize("count", [1, 2, EXACT_MAX, EXACT_MAX + 1, 30_000])
def test_quantiles_never_leave_the_range_of_the_values(shape: str, count: int) -> None:
    values = sample(shape, count)
    answers = digest_of(values).interpolated((0.0, 0.0005, 0.001, 0.5, 0.999, 0.9995, 1.0))[0].tolist()

    assert answers[0] == values[0]
    assert answers[-1] == values[-1]
    assert answers == sorted(answers)


@_EACH_SHAPE
@pytest.mark.parametrize("count", [0, 1, EXACT_MAX, EXACT_MAX + 1, 1_000, 100_000])
def test_no_call_is_lost_and_sizes_are_bounded(shape: str, count: int) -> None:
    digest = digest_of(sample(shape, count))

    assert digest.totals.tolist() == [count]
    assert len(digest.mean) <= max(EXACT_MAX, 1.25 * CENTROIDS)
    assert (np.diff(digest.mean) >= 0).all()
    assert digest.weight.min(initial=1) >= 1


def test_few_different_values_are_kept_as_they_are_however_many_calls() -> None:
    rng = np.random.default_rng(5)
    days = [np.sort(rng.integers(1, 60, 40_000).astype(float)) for _ in range(_DAYS)]
    everything = np.sort(np.concatenate(days))

    merged = digest_of(*days).merge(Groups.single(_DAYS)).compressed().interpolated(KEPT_QUANTILES)[0]

    assert merged.tolist() == np.quantile(everything, KEPT_QUANTILES).tolist()


def test_no_centroid_lies_where_no_call_ever_did() -> None:
    rng = np.random.default_rng(6)
    values = np.sort(np.concatenate([rng.normal(10, 1, 5_003), rng.normal(500, 10, 2_003)]))

    means = digest_of(values).mean

    assert not ((means > values[5_002]) & (means < values[5_003])).any()


@_EACH_SHAPE
def test_the_share_within_a_limit_is_the_quantiles_other_side(shape: str) -> None:
    values = sample(shape, 20_000)
    digest = digest_of(values, np.empty(0), values[:50])
    limits = [values[0] / 2, *np.quantile(values, [0, 0.2, 0.5, 0.9, 1]), values[-1] * 2]

    for limit in limits:
        large, nothing, small = digest.share_within(limit)

        assert large == pytest.approx((values <= limit).mean(), abs=2 * _MIDDLE_ERROR_MAX)
        assert np.isnan(nothing)
        assert small == pytest.approx((values[:50] <= limit).mean(), abs=0.02)
    assert digest.share_within(values[-1])[0] == 1
    assert digest.share_within(values[0] - 0.01)[0] == 0


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=60), st.floats(0, 1e6))
def test_the_share_of_few_calls_within_a_limit_is_counted(values: list[float], limit: float) -> None:
    ordered = np.sort(np.array(values))
    for exactly in (limit, values[0]):
        within = float(digest_of(ordered).share_within(exactly)[0])
        at_least, under = (ordered <= exactly).mean(), (ordered < exactly).mean()
        assert within == pytest.approx(at_least) or under < within < at_least


def test_groups_do_not_touch_each_other() -> None:
    rng = np.random.default_rng(8)
    groups = [np.sort(rng.lognormal(3, 1, count)) for count in (0, 1, 500, 0, 20, 3_000, 0)]
    together = digest_of(*groups)

    for number, values in enumerate(groups):
        alone, chosen = digest_of(values), together.select(np.array([number]))
        for column in ("mean", "weight", "edges", "kept"):
            assert np.array_equal(getattr(alone, column), getattr(chosen, column), equal_nan=True)
        assert np.array_equal(
            together.interpolated((0.3, 0.7))[number], alone.interpolated((0.3, 0.7))[0], equal_nan=True
        )


def test_a_group_that_is_alone_keeps_its_quantiles_without_its_centroids() -> None:
    digest = digest_of(sample("lognormal", 3_000), sample("exponential", 40), sample("exponential", 50))

    merged = digest.merge(Groups.of(np.array([1, 0, 0]), 3))

    assert merged.kept[1].tolist() == digest.kept[0].tolist()
    assert np.isnan(merged.kept[2]).all()
    assert merged.totals.tolist() == [90, 3_000, 0]


def test_no_values_have_no_quantiles() -> None:
    assert np.isnan(digest_of(np.empty(0)).quantile(0.5)).all()
    assert len(digest_of().merge(Groups.single(0))) == 1
    assert len(digest_of().merge(Groups.of(np.empty(0, np.int64), 0)).kept) == 0


@_EACH_SHAPE
@pytest.mark.parametrize("count", [0, 1, 50, EXACT_MAX, EXACT_MAX + 1, 20_000])
def test_an_exported_digest_is_read_by_the_reference_library(shape: str, count: int) -> None:
    values = sample(shape, count)
    exported = json.loads(json.dumps(digest_of(values).to_dicts()))
    assert len(exported) == 1

    read = tdigest.TDigest().update_from_dict(exported[0])

    assert read.n == pytest.approx(count)
    if count:
        quantiles = (0.25, 0.5, 0.75, 0.9, 0.99)
        # Its reader merges centroids once more and rounds means besides.
        answers = np.array([read.percentile(100 * q) for q in quantiles])
        assert rank_errors(values, quantiles, answers, 1e-9).max() <= max(2 / count, 0.01)


def test_an_export_has_only_the_fields_of_the_interchange_format() -> None:
    sizes = (3, EXACT_MAX + 1, 0)
    exported = digest_of(*(sample("lognormal", size) for size in sizes)).to_dicts()

    for size, group in zip(sizes, exported, strict=True):
        assert group.keys() == {"centroids"}
        assert all(centroid.keys() == {"m", "c"} for centroid in group["centroids"])
        assert sum(centroid["c"] for centroid in group["centroids"]) == size
        assert all(one["m"] <= other["m"] for one, other in pairwise(group["centroids"]))


@pytest.mark.parametrize("size", [3, 400])
@pytest.mark.parametrize("chosen", [range(20), range(19, -1, -1), (*range(10, 20), *range(10))])
def test_groups_are_chosen_and_merged_alike_however_large_and_in_whatever_order(
    size: int, chosen: Sequence[int]
) -> None:
    rng = np.random.default_rng(3)
    groups = [np.sort(rng.lognormal(3, 1, size)) for _ in range(20)]
    digests = digest_of(*groups)

    selected = digests.select(np.array(chosen))
    assert selected.kept.tolist() == [digests.kept[group].tolist() for group in chosen]
    for place, group in enumerate(chosen):
        for column in ("mean", "weight"):
            expected = getattr(digests, column)[digests.edges[group] : digests.edges[group + 1]]
            found = getattr(selected, column)[selected.edges[place] : selected.edges[place + 1]]
            assert found.tolist() == expected.tolist()

    merged = selected.merge(Groups.of(np.arange(20) % 4, 4))
    assert merged.totals.tolist() == [5 * size] * 4
    for number, (start, end) in enumerate(pairwise(merged.edges.tolist())):
        members = [digests.select(np.array([group])) for group in chosen[number::4]]
        rows = sorted(
            row
            for member in members
            for row in zip(member.mean.tolist(), member.weight.tolist(), strict=True)
        )
        assert (
            sorted(zip(merged.mean[start:end].tolist(), merged.weight[start:end].tolist(), strict=True))
            == rows
        )
        assert (np.diff(merged.mean[start:end]) >= 0).all()
