"""The worked example of the first PyDash's documentation, and what is answered without any calls."""

from datetime import UTC, datetime

import numpy as np
import pytest

from shared.calls.block import to_us
from shared.calls.calls import Calls
from shared.calls.grouping import Groups
from shared.statistics.registry import STATISTICS, StatisticName
from shared.statistics.state.state import GroupedCalls
from shared.statistics.statistic import Setting, Value
from tests.unit.shared.factories import make_calls
from tests.unit.shared.statistics.shown import NAMES, full, shown

_FOO, _BAR = 1, 2
_DAYS_US = [to_us(datetime(2018, 4, day, 15, 29, 23, tzinfo=UTC)) for day in (23, 24, 25)]
_FIVE_CALLS = make_calls(
    [0.5, 0.1, 0.2, 0.2, 0.2],
    at_us=[_DAYS_US[2], _DAYS_US[2], _DAYS_US[2], _DAYS_US[1], _DAYS_US[0]],
    endpoint=[_FOO, _FOO, _BAR, _BAR, _BAR],
    ip=[1, 2, 1, 1, 1],
)


# The first PyDash did not have these: each has its own test below.
_LATER = {
    "standard_deviation",
    "calls_per_minute",
    "fifth_percentile_execution_time",
    "ninety-fifth_percentile_execution_time",
    "ninety-nine-point-ninth_percentile_execution_time",
    "apdex",
    "error_rate",
    "status_classes",
}


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
    assert {name: value for name, value in shown(calls).items() if name not in _LATER} == expected


def test_without_calls_counts_are_zero_and_what_would_be_made_up_is_null() -> None:
    assert shown(Calls.empty()) == {
        "total_visits": 0,
        "total_execution_time": 0.0,
        "average_execution_time": 0.0,
        "standard_deviation": 0.0,
        "calls_per_minute": 0.0,
        "visits_per_ip": {},
        "unique_visitors": 0,
        "fastest_measured_execution_time": None,
        "fifth_percentile_execution_time": None,
        "fastest_quartile_execution_time": None,
        "median_execution_time": None,
        "slowest_quartile_execution_time": None,
        "ninetieth_percentile_execution_time": None,
        "ninety-fifth_percentile_execution_time": None,
        "ninety-ninth_percentile_execution_time": None,
        "ninety-nine-point-ninth_percentile_execution_time": None,
        "slowest_measured_execution_time": None,
        "apdex": None,
        "error_rate": None,
        "status_classes": {},
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

    assert by_unit["calls"] == {"total_visits", "visits_per_ip", "status_classes"}
    assert by_unit["visitors"] == {"unique_visitors"}
    assert by_unit["names"] == {"versions"}
    assert by_unit["share"] == {"apdex", "error_rate"}
    assert by_unit["calls/minute"] == {"calls_per_minute"}
    assert by_unit["ms"] == {
        name.value for name in StatisticName if name.value.endswith("execution_time")
    } | {"standard_deviation"}


def test_the_seeds_names_are_kept() -> None:
    assert {
        "total_visits",
        "total_execution_time",
        "average_execution_time",
        "visits_per_ip",
        "unique_visitors",
        "fastest_measured_execution_time",
        "fastest_quartile_execution_time",
        "median_execution_time",
        "slowest_quartile_execution_time",
        "ninetieth_percentile_execution_time",
        "ninety-ninth_percentile_execution_time",
        "slowest_measured_execution_time",
        "versions",
    } == {name.value for name in StatisticName} - _LATER


def test_percentiles_are_those_of_numpy() -> None:
    times = np.random.default_rng(3).lognormal(3, 1, 4_000)
    answered = full(make_calls(times.tolist()))

    assert [
        answered[f"{name}_execution_time"]
        for name in (
            "fifth_percentile",
            "fastest_quartile",
            "median",
            "slowest_quartile",
            "ninetieth_percentile",
            "ninety-fifth_percentile",
            "ninety-ninth_percentile",
            "ninety-nine-point-ninth_percentile",
        )
    ] == np.quantile(times, [0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999]).tolist()


def test_the_standard_deviation_is_that_of_all_calls() -> None:
    times = [3.0, 4.0, 8.0, 8.5]

    assert full(make_calls(times))["standard_deviation"] == pytest.approx(np.std(times))
    # Where a sum of squares would have cancelled to nothing.
    assert full(make_calls([1e9 + 0.25, 1e9 - 0.25]))["standard_deviation"] == 0.25


def test_calls_per_minute_are_of_the_span_that_is_given() -> None:
    assert shown(make_calls([1.0] * 30), minutes=60)["calls_per_minute"] == 0.5
    # A span that has only begun does not make a rate out of nothing.
    assert shown(make_calls([1.0] * 30), minutes=0)["calls_per_minute"] == 1800


@pytest.mark.parametrize(
    ("times", "apdex"),
    [
        ([100.0, 100.1, 400.0, 400.1], 0.5),
        ([100.0] * 7, 1.0),
        ([401.0] * 7, 0.0),
        ([400.0] * 7, 0.5),
        ([50.0, 90.0, 250.0, 1e6], 0.625),
    ],
)
def test_apdex_counts_the_satisfied_and_half_of_the_tolerating(times: list[float], apdex: float) -> None:
    assert full(make_calls(times), apdex_threshold_ms=100.0)["apdex"] == apdex


def test_calls_are_counted_by_the_class_of_their_status() -> None:
    calls = make_calls([1.0] * 8, status=[0, 200, 204, 302, 404, 500, 503, 999])

    assert shown(calls)["status_classes"] == {"unknown": 2, "2xx": 2, "3xx": 1, "4xx": 1, "5xx": 2}


def test_the_error_rate_is_among_calls_whose_status_is_known() -> None:
    assert shown(make_calls([1.0] * 4, status=[0, 200, 404, 500]))["error_rate"] == 0.333
    assert shown(make_calls([1.0] * 4, status=0))["error_rate"] is None


def test_every_statistic_gives_one_value_for_each_group_of_calls() -> None:
    calls = make_calls([1.0, 2.0, 3.0], ip=[1, 2, 3], version=[3, 2, 1], status=500)
    grouped = GroupedCalls(calls, Groups.of(np.array([2, 0, 2]), 4))
    setting = Setting(NAMES, np.full(4, 60.0), 500.0)
    alone = [calls.select(np.array(rows, np.int64)) for rows in ([1], [], [0, 2], [])]

    for statistic in STATISTICS.values():
        assert statistic.render(statistic.state.of(grouped), setting) == [
            full(part)[statistic.name] for part in alone
        ]
