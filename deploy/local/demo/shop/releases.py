"""The versions the shop ran since it opened; one made the search slow until the next one mended it."""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Release:
    version: str
    after: timedelta  # since the shop opened
    slower: dict[str, float] = field(default_factory=dict)  # factor by endpoint, against the version before


HISTORY = timedelta(days=21)

RELEASES = (
    Release("1.0.0", timedelta(0)),
    Release("1.1.0", timedelta(days=4, hours=9, minutes=40)),
    Release("1.2.0", timedelta(days=8, hours=13, minutes=5)),
    # Search asks for the stock of every hit on its own.
    Release("1.3.0", timedelta(days=12, hours=10, minutes=20), {"search": 3.6}),
    Release("1.3.1", timedelta(days=15, hours=15, minutes=50)),
    Release("1.4.0", timedelta(days=18, hours=11, minutes=15), {"catalogue": 0.7}),
)
CURRENT = RELEASES[-1].version

# Endpoints that came later than the shop itself.
ADDED_IN = {"recommendations": "1.1.0", "account": "1.2.0"}

_STARTS = [release.after for release in RELEASES]
_BY_VERSION = {release.version: release for release in RELEASES}
_ORDER = {release.version: number for number, release in enumerate(RELEASES)}


def version_at(moment: datetime, opened: datetime) -> str:
    return RELEASES[max(bisect_right(_STARTS, moment - opened) - 1, 0)].version


def factor(endpoint: str, version: str) -> float:
    """How much slower than normal an endpoint is in a version; a version not known here is like any other."""
    release = _BY_VERSION.get(version)
    return release.slower.get(endpoint, 1.0) if release else 1.0


def has(endpoint: str, version: str) -> bool:
    return _ORDER.get(version, len(RELEASES)) >= _ORDER[ADDED_IN.get(endpoint, RELEASES[0].version)]


def added(endpoint: str) -> Release:
    return _BY_VERSION[ADDED_IN.get(endpoint, RELEASES[0].version)]
