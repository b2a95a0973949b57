"""Who came: visits per ip, and how many different ips."""

from shared.calls.calls import NameKind
from shared.statistics.state.visits import Visits
from shared.statistics.statistic import Names, Statistic


def _visits_per_ip(state: Visits, names: Names) -> dict[str, int]:
    ips = names[NameKind.IP]
    most_first = sorted(state.by_ip.items(), key=lambda item: (-item[1], ips[item[0]]))
    return {ips[ip]: count for ip, count in most_first}


VISITS_PER_IP = Statistic("visits_per_ip", "calls", Visits, _visits_per_ip)
UNIQUE_VISITORS = Statistic("unique_visitors", "visitors", Visits, lambda state, _: len(state.by_ip))
