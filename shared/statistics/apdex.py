"""Apdex: the share of calls within the dashboard's threshold, and half of those within four times as much.

1 is best; None without calls. It comes from the digest, so the threshold may change at any time and holds
for the past, too.
"""

from shared.calls.calls import Float64s
from shared.statistics.state.digest import Digest
from shared.statistics.statistic import Setting, Statistic

_TOLERATED = 4


def _apdex(state: Digest, setting: Setting) -> Float64s:
    satisfied = state.share_within(setting.apdex_threshold_ms)
    tolerated = state.share_within(_TOLERATED * setting.apdex_threshold_ms)
    shares: Float64s = (satisfied + tolerated) / 2
    return shares


APDEX = Statistic("apdex", "share", Digest, _apdex, whole=True)
