"""The versions of the monitored app that answered, in order of their first call."""

from shared.calls.calls import NameKind
from shared.statistics.state.releases import Releases
from shared.statistics.statistic import Names, Statistic


def _versions(state: Releases, names: Names) -> list[str]:
    by_first_call = sorted(state.first_at_us, key=lambda version: (state.first_at_us[version], version))
    return [names[NameKind.VERSION][version] for version in by_first_call]


VERSIONS = Statistic("versions", "names", Releases, _versions)
