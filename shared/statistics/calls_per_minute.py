"""Calls per minute of the span of time, of which what lies in the future does not count."""

import numpy as np

from shared.calls.calls import Float64s
from shared.statistics.state.counters import Counters
from shared.statistics.statistic import Setting, Statistic


def _per_minute(state: Counters, setting: Setting) -> Float64s:
    return state.count / np.maximum(setting.minutes, 1 / 60)


CALLS_PER_MINUTE = Statistic("calls_per_minute", "calls/minute", Counters, _per_minute)
