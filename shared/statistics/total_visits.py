"""Number of calls."""

from shared.statistics.state.counters import Counters
from shared.statistics.statistic import Statistic

TOTAL_VISITS = Statistic("total_visits", "calls", Counters, lambda state, _: state.count)
