"""The worked example of the first PyDash's documentation, and what is answered without any calls."""

from datetime import UTC, datetime

import pytest

from shared.calls.block import to_us
from shared.calls.calls import Calls, NameKind
from shared.query.answer import values
from shared.statistics.precision import rendered
from shared.statistics.registry import STATISTICS, StatisticName
from shared.statistics.statistic import Value
from tests.unit.shared.factories import make_calls

_FOO, _BAR = 1, 2
_NAMES = {
    NameKind.VERSION: {1: "0.1", 2: "0.2", 3: "0.10"},
    NameKind.IP: {1: "127.0.0.1", 2: "127.0.0.2", 3: "::1"},
}
_DAYS_US = [to_us(datetime(2018, 4, day, 15, 29, 23, tzinfo=UTC)) for day in (23, 24, 25)]
_FIVE_CALLS = make_calls(
    [0.5, 0.1, 0.2, 0.2, 0.2],
    at_us=[_DAYS_US[2], _DAYS_US[2], _DAYS_US[2], _DAYS_US[1], _DAYS_US[0]],
    endpoint=[_FOO, _FOO, _BAR, _BAR, _BAR],
    ip=[1, 2, 1, 1, 1],
)


def shown(calls: Calls) -> dict[str, Value]:
    """Every statistic as people read it."""
    return {name.value: rendered(value) for name, value in values(calls, list(StatisticName), _NAMES).items()}


@pytest.mark.parametrize(
    ("calls", "expected"),
    [
        (
            _FIVE_CALLS,
            {
                "total_visits": 5,
                "total_execution_time": 1.2,
                "average_execution_time": 0.24,
                "visits_per_ip": {"127.0.0.1": 4, "127.0.0.2": 1},
                "unique_visitors": 2,
                "fastest_measured_execution_time": 0.1,
                "fastest_quartile_execution_time": 0.2,
                "median_execution_time": 0.2,
                "slowest_quartile_execution_time": 0.2,
                "ninetieth_percentile_execution_time": 0.38,
                "ninety-ninth_percentile_execution_time": 0.49,
                "slowest_measured_execution_time": 0.5,
                "versions": ["0.1"],
            },
        ),
        (
            _FIVE_CALLS.select(_FIVE_CALLS.endpoint == _FOO),
            {
                "total_visits": 2,
                "total_execution_time": 0.6,
                "average_execution_time": 0.3,
                "visits_per_ip": {"127.0.0.1": 1, "127.0.0.2": 1},
                "unique_visitors": 2,
                "fastest_measured_execution_time": 0.1,
                "fastest_quartile_execution_time": 0.2,
                "median_execution_time": 0.3,
                "slowest_quartile_execution_time": 0.4,
                "ninetieth_percentile_execution_time": 0.46,
                "ninety-ninth_percentile_execution_time": 0.5,
                "slowest_measured_execution_time": 0.5,
                "versions": ["0.1"],
            },
        ),
        (
            _FIVE_CALLS.select(_FIVE_CALLS.endpoint == _BAR),
            {
                "total_visits": 3,
                "total_execution_time": 0.6,
                "average_execution_time": 0.2,
                "visits_per_ip": {"127.0.0.1": 3},
                "unique_visitors": 1,
                "fastest_measured_execution_time": 0.2,
                "fastest_quartile_execution_time": 0.2,
                "median_execution_time": 0.2,
                "slowest_quartile_execution_time": 0.2,
                "ninetieth_percentile_execution_time": 0.2,
                "ninety-ninth_percentile_execution_time": 0.2,
                "slowest_measured_execution_time": 0.2,
                "versions": ["0.1"],
            },
        ),
    ],
    ids=["dashboard", "foo", "bar"],
)
def test_the_worked_example_gives_the_documented_numbers(calls: Calls, expected: dict[str, Value]) -> None:
    assert shown(calls) == expected


def test_without_calls_counts_are_zero_and_what_would_be_made_up_is_null() -> None:
    assert shown(Calls.empty()) == {
        "total_visits": 0,
        "total_execution_time": 0.0,
        "average_execution_time": 0.0,
        "visits_per_ip": {},
        "unique_visitors": 0,
        "fastest_measured_execution_time": None,
        "fastest_quartile_execution_time": None,
        "median_execution_time": None,
        "slowest_quartile_execution_time": None,
        "ninetieth_percentile_execution_time": None,
        "ninety-ninth_percentile_execution_time": None,
        "slowest_measured_execution_time": None,
        "versions": [],
    }


def test_counts_are_whole_numbers_and_times_are_not() -> None:
    answered = shown(_FIVE_CALLS)

    assert type(answered["total_visits"]) is int
    assert type(answered["unique_visitors"]) is int
    assert type(answered["total_execution_time"]) is float


def test_versions_are_in_the_order_in_which_they_were_first_seen() -> None:
    calls = make_calls([1.0] * 5, version=[2, 3, 1, 3, 2], at_us=[50, 40, 60, 10, 30])

    assert shown(calls)["versions"] == ["0.10", "0.2", "0.1"]


def test_versions_first_seen_together_are_in_the_order_in_which_they_were_stored() -> None:
    assert shown(make_calls([1.0] * 3, version=[3, 1, 2], at_us=7))["versions"] == ["0.1", "0.2", "0.10"]


def test_the_ips_with_the_most_visits_come_first_and_equals_by_name() -> None:
    visits = shown(make_calls([1.0] * 5, ip=[3, 2, 1, 2, 3]))["visits_per_ip"]

    assert isinstance(visits, dict)
    assert list(visits.items()) == [("127.0.0.2", 2), ("::1", 2), ("127.0.0.1", 1)]


def test_every_name_has_its_statistic() -> None:
    assert STATISTICS.keys() == set(StatisticName)
    assert all(statistic.name == name for name, statistic in STATISTICS.items())


def test_each_statistic_says_its_unit() -> None:
    by_unit: dict[str, set[str]] = {}
    for name, statistic in STATISTICS.items():
        by_unit.setdefault(statistic.unit, set()).add(name.value)

    assert by_unit["calls"] == {"total_visits", "visits_per_ip"}
    assert by_unit["visitors"] == {"unique_visitors"}
    assert by_unit["names"] == {"versions"}
    assert by_unit["ms"] == {name.value for name in StatisticName if name.value.endswith("execution_time")}
