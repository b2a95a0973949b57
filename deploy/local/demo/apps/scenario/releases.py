"""The versions an app ran since it opened, and what each did to the calls."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Release:
    version: str
    after: timedelta  # since the app opened
    slower: Mapping[str, float] = field(
        default_factory=dict
    )  # factor by endpoint, while this release is live


class Releases:
    def __init__(
        self, *releases: Release, history: timedelta, added_in: Mapping[str, str] | None = None
    ) -> None:
        """`history` is the app's age when it first starts. `added_in` names the version that brought an endpoint,
        for those that came after the app itself.
        """
        self.history = history
        self.added_in = dict(added_in or {})
        self._releases = releases
        self._starts = [release.after for release in releases]
        self._order = {release.version: number for number, release in enumerate(releases)}

    def __getitem__(self, version: str) -> Release:
        return self._releases[self._order[version]]

    def all(self) -> tuple[Release, ...]:
        """In order; the last one stays live."""
        return self._releases

    @property
    def current(self) -> str:
        return self._releases[-1].version

    def version_at(self, moment: datetime, opened: datetime) -> str:
        return self._releases[max(bisect_right(self._starts, moment - opened) - 1, 0)].version

    def factor(self, endpoint: str, version: str) -> float:
        """How much slower than normal an endpoint is in a version; a version not known here is like any other."""
        number = self._order.get(version)
        return 1.0 if number is None else self._releases[number].slower.get(endpoint, 1.0)

    def has(self, endpoint: str, version: str) -> bool:
        return self._order.get(version, len(self._order)) >= self._order[self.added(endpoint).version]

    def added(self, endpoint: str) -> Release:
        return self[self.added_in.get(endpoint, self._releases[0].version)]
