"""Who came: visits per ip, and how many different ips."""

from itertools import pairwise

from shared.calls.calls import NameKind
from shared.statistics.state.visitors import Visitors
from shared.statistics.statistic import Setting, Statistic, Value


def _visits_per_ip(state: Visitors, setting: Setting) -> list[Value]:
    names = setting.names[NameKind.IP]
    visits = [(names[ip], calls) for ip, calls in zip(state.ip.tolist(), state.calls.tolist(), strict=True)]
    return [
        dict(sorted(visits[start:end], key=lambda visit: (-visit[1], visit[0])))
        for start, end in pairwise(state.edges.tolist())
    ]


VISITS_PER_IP = Statistic("visits_per_ip", "calls", Visitors, _visits_per_ip, whole=True)
UNIQUE_VISITORS = Statistic("unique_visitors", "visitors", Visitors, lambda state, _: state.unique)
