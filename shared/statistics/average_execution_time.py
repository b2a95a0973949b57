"""Mean execution time; 0 without calls."""

from shared.statistics.state.counters import Counters
from shared.statistics.statistic import Statistic

AVERAGE_EXECUTION_TIME = Statistic("average_execution_time", "ms", Counters, lambda state, _: state.mean_ms)
