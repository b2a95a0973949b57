"""How calls were answered: how many with each class of HTTP status, and the share of errors."""

import numpy as np

from shared.calls.calls import Float64s
from shared.statistics.state.statuses import STATUS_CLASSES, Statuses
from shared.statistics.statistic import Setting, Statistic, Value

_UNKNOWN, _ERRORS = 0, STATUS_CLASSES.index("5xx")


def _classes(state: Statuses, _: Setting) -> list[Value]:
    return [
        {name: count for name, count in zip(STATUS_CLASSES, counts, strict=True) if count}
        for counts in state.count.tolist()
    ]


def _error_rate(state: Statuses, _: Setting) -> Float64s:
    known = state.count.sum(axis=1) - state.count[:, _UNKNOWN]
    with np.errstate(invalid="ignore"):
        rate: Float64s = state.count[:, _ERRORS] / known
    return rate


STATUS_CODES = Statistic("status_classes", "calls", Statuses, _classes)
# Among the calls whose status is known; None where it is known of none, as from FMD before 2.
ERROR_RATE = Statistic("error_rate", "share", Statuses, _error_rate)
