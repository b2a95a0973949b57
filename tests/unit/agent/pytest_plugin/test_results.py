import pytest
from hypothesis import given
from hypothesis import strategies as st

from pydash_agent.pytest_plugin import results as module
from pydash_agent.pytest_plugin.results import NAME_CHARS_MAX, Results, bounded, quantile


@given(st.text(st.characters(exclude_categories=()), max_size=2000))
def test_any_name_can_be_stored(name: str) -> None:
    kept = bounded(name)
    assert len(kept) <= NAME_CHARS_MAX
    assert "\0" not in kept
    kept.encode("utf-8")
    assert bounded(kept) == kept


def test_long_names_that_begin_alike_stay_apart() -> None:
    one, other = "t" * 10_000 + "[1]", "t" * 10_000 + "[2]"
    assert bounded(one) != bounded(other)
    assert bounded(one) == bounded(one)


def test_tests_beyond_the_bound_are_counted_and_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TESTS_MAX", 2)
    results = Results()
    assert [results.test(name) is not None for name in "abca"] == [True, True, False, True]
    assert (len(results.tests), results.left_out) == (2, 1)


def test_endpoints_know_how_many_tests_hit_them() -> None:
    results = Results()
    for name, calls in (("a", 2), ("b", 1), ("a", 3)):
        result = results.test(name)
        assert result is not None
        results.add_hits(result, {"cart": [calls, 10.0 * calls, 10.0, [10.0] * calls]})
    cart = results.endpoints["cart"]
    assert (cart.tests, cart.tally.calls, cart.tally.total_ms) == (2, 6, 60.0)
    assert results.tests["a"].hits == {"cart": (5, 50.0)}


def test_endpoints_beyond_the_bound_are_left_out() -> None:
    results = Results()
    for number in range(module.ENDPOINTS_MAX + 5):
        result = results.test(f"test {number}")
        assert result is not None
        results.add_hits(result, {f"endpoint {number}": [1, 1.0, 1.0, [1.0]]})
    assert len(results.endpoints) == module.ENDPOINTS_MAX


@pytest.mark.parametrize(
    ("values", "part", "expected"),
    [([7.0], 0.5, 7.0), ([1.0, 2.0], 0.5, 1.5), ([3.0, 1.0, 2.0], 0.5, 2.0), ([0.0, 10.0], 0.9, 9.0)],
)
def test_quantiles(values: list[float], part: float, expected: float) -> None:
    assert quantile(values, part) == pytest.approx(expected)
