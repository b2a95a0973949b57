"""Statistics of calls as people read them."""

import numpy as np

from shared.calls.calls import Calls, NameKind
from shared.calls.grouping import Groups
from shared.statistics.registry import STATISTICS
from shared.statistics.state.state import GroupedCalls
from shared.statistics.statistic import Names, Setting, Value

NAMES: Names = {
    NameKind.VERSION: {1: "0.1", 2: "0.2", 3: "0.10"},
    NameKind.IP: {1: "127.0.0.1", 2: "127.0.0.2", 3: "::1"},
}


def shown(
    calls: Calls, *, names: Names = NAMES, minutes: float = 60.0, apdex_threshold_ms: float = 500.0
) -> dict[str, Value]:
    """Every statistic of all calls together, with the digits that are shown."""
    return _rendered(calls, Setting(names, np.array([minutes]), apdex_threshold_ms, reduced=True))


def full(
    calls: Calls, names: Names = NAMES, minutes: float = 60.0, apdex_threshold_ms: float = 500.0
) -> dict[str, Value]:
    return _rendered(calls, Setting(names, np.array([minutes]), apdex_threshold_ms))


def _rendered(calls: Calls, setting: Setting) -> dict[str, Value]:
    grouped = GroupedCalls(calls, Groups.single(len(calls)))
    return {
        name.value: statistic.render(statistic.state.of(grouped), setting)[0]
        for name, statistic in STATISTICS.items()
    }
