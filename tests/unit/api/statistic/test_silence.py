from services.api.statistic.silence import SILENCE
from shared.statistics.registry import StatisticName
from shared.statistics.statistic import Value

ZERO = {
    "total_visits",
    "total_execution_time",
    "average_execution_time",
    "standard_deviation",
    "calls_per_minute",
    "unique_visitors",
}
EMPTY: dict[str, Value] = {"visits_per_ip": {}, "status_classes": {}, "versions": []}


def test_without_calls_counts_and_sums_are_zero_and_all_else_is_unknown() -> None:
    assert {name: EMPTY.get(name, 0 if name in ZERO else None) for name in StatisticName} == SILENCE
