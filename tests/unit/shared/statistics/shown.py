"""Statistics of calls as people read them."""

from collections.abc import Mapping

import numpy as np

from shared.calls.calls import Calls, NameKind
from shared.calls.grouping import Groups
from shared.statistics.precision import rendered
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
    return {name: rendered(value) for name, value in full(calls, names, minutes, apdex_threshold_ms).items()}


def full(
    calls: Calls, names: Names = NAMES, minutes: float = 60.0, apdex_threshold_ms: float = 500.0
) -> Mapping[str, Value]:
    grouped = GroupedCalls(calls, Groups.single(len(calls)))
    setting = Setting(names, np.array([minutes]), apdex_threshold_ms)
    return {
        name.value: statistic.render(statistic.state.of(grouped), setting)[0]
        for name, statistic in STATISTICS.items()
    }
