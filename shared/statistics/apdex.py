"""Apdex: the share of calls within the dashboard's threshold, and half of those within four times as much.

1 is best; None without calls. It comes from the digest, so the threshold may change at any time and holds
for the past, too.
"""

from shared.statistics.state.digest import Digest
from shared.statistics.statistic import Setting, Statistic, Value, listed

_TOLERATED = 4


def _apdex(state: Digest, setting: Setting) -> list[Value]:
    satisfied = state.share_within(setting.apdex_threshold_ms)
    tolerated = state.share_within(_TOLERATED * setting.apdex_threshold_ms)
    return listed((satisfied + tolerated) / 2)


APDEX = Statistic("apdex", "share", Digest, _apdex, whole=True)
