"""Sum of execution times."""

from shared.statistics.state.counters import Counters
from shared.statistics.statistic import Statistic

TOTAL_EXECUTION_TIME = Statistic("total_execution_time", "ms", Counters, lambda state, _: state.total_ms)
