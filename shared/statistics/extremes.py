"""The fastest and the slowest call, exactly; None without calls."""

from shared.statistics.state.counters import Counters
from shared.statistics.statistic import Statistic

FASTEST = Statistic("fastest_measured_execution_time", "ms", Counters, lambda state, _: state.min_ms)
SLOWEST = Statistic("slowest_measured_execution_time", "ms", Counters, lambda state, _: state.max_ms)
