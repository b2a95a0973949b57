"""The versions of the monitored app that answered, in order of their first call."""

from itertools import pairwise

from shared.calls.calls import NameKind
from shared.statistics.state.releases import Releases
from shared.statistics.statistic import Setting, Statistic, Value


def _versions(state: Releases, setting: Setting) -> list[Value]:
    names = setting.names[NameKind.VERSION]
    versions = [names[version] for version in state.version.tolist()]
    return [versions[start:end] for start, end in pairwise(state.edges.tolist())]


VERSIONS = Statistic("versions", "names", Releases, _versions)
