"""What every statistic says where there was no call: for endpoints that the source lists and nobody called."""

import numpy as np

from shared.calls.calls import Calls, NameKind
from shared.calls.grouping import Groups
from shared.query.answer import Values
from shared.statistics.registry import STATISTICS
from shared.statistics.state.state import GroupedCalls
from shared.statistics.statistic import Setting

_NO_CALLS = GroupedCalls(Calls.empty(), Groups.single(0))
# Neither the length of the time nor the threshold matters to no calls.
_SETTING = Setting({kind: {} for kind in NameKind}, minutes=np.ones(1), apdex_threshold_ms=1.0)

SILENCE: Values = {
    name: statistic.render(statistic.state.of(_NO_CALLS), _SETTING)[0]
    for name, statistic in STATISTICS.items()
}
