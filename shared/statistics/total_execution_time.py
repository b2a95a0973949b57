"""Sum of execution times."""

from shared.statistics.state.counters import Counters
from shared.statistics.statistic import Statistic, listed

TOTAL_EXECUTION_TIME = Statistic(
    "total_execution_time", "ms", Counters, lambda state, _: listed(state.total_ms)
)
