"""How far execution times lie from their mean: the standard deviation of all calls; 0 without calls."""

import numpy as np

from shared.statistics.state.counters import Counters
from shared.statistics.statistic import Statistic

STANDARD_DEVIATION = Statistic(
    "standard_deviation",
    "ms",
    Counters,
    lambda state, _: np.sqrt(state.spread / np.maximum(state.count, 1)),
)
