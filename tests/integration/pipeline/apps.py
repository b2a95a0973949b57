"""Real apps that PyDash reads, whatever their dashboard, and what their own databases say of their calls."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from tests.fixtures.bridged import NEWEST, BridgedApp
from tests.fixtures.bridged_apps import BridgedAppFactory, stored
from tests.fixtures.fmd import FMD_1_13, FMD_2_0, FmdApp, FmdAppFactory, FmdCall, Release

# Endpoint, version, IP address, group and execution time in milliseconds.
Row = tuple[str, str, str, str, float]

_ROWS = {
    FMD_1_13.version: "SELECT endpoint, version, ip, group_by, execution_time FROM functionCalls",
    FMD_2_0.version: """
        SELECT name, version_requested, ip, group_by, duration
        FROM Request JOIN Endpoint ON Endpoint.id = Request.endpoint_id
    """,
}
_ROWS_BRIDGED = _ROWS[FMD_2_0.version]


class App(Protocol):
    @property
    def url(self) -> str: ...

    @property
    def token(self) -> str: ...

    def insert(self, calls: Iterable[FmdCall]) -> None: ...

    def insert_late(self, calls: Iterable[FmdCall]) -> None:
        """Commits rows that were inserted before others that are read already."""

    def rows(self) -> list[Row]:
        """All that its dashboard recorded, by SQL."""


@dataclass(frozen=True)
class Exporting:
    """A dashboard that has its own export."""

    app: FmdApp

    @property
    def url(self) -> str:
        return self.app.url

    @property
    def token(self) -> str:
        return self.app.token

    def insert(self, calls: Iterable[FmdCall]) -> None:
        self.app.insert(calls)

    def insert_late(self, calls: Iterable[FmdCall]) -> None:
        self.app.insert(calls)

    def rows(self) -> list[Row]:
        return list(map(_row, self.app.query(_ROWS[self.app.release.version])))


# Ids that other transactions hold when rows are inserted.
_HELD_IDS = 10


@dataclass
class Bridged:
    app: BridgedApp
    _next_held: int = 0

    @property
    def url(self) -> str:
        return self.app.url

    @property
    def token(self) -> str:
        return self.app.token

    def insert(self, calls: Iterable[FmdCall]) -> None:
        [(last,)] = self.app.query("SELECT coalesce(max(id), 0) FROM Request")
        self._next_held = last + 1
        self.app.insert(map(stored, calls), first_id=last + 1 + _HELD_IDS)

    def insert_late(self, calls: Iterable[FmdCall]) -> None:
        rows = list(map(stored, calls))
        self.app.insert(rows, first_id=self._next_held)
        self._next_held += len(rows)

    def rows(self) -> list[Row]:
        return list(map(_row, self.app.query(_ROWS_BRIDGED)))


def _row(row: tuple[Any, ...]) -> Row:
    endpoint, version, ip, group_by, execution_ms = row
    return endpoint, version, ip, group_by, execution_ms


class Start(Protocol):
    async def __call__(self, calls: Iterable[FmdCall]) -> App: ...


def starters(fmd_app: FmdAppFactory, bridged_app: BridgedAppFactory) -> dict[str, Start]:
    """How to start each kind of app, by its name."""

    async def exporting(release: Release, calls: Iterable[FmdCall]) -> App:
        return Exporting(await fmd_app(calls, release=release))

    async def bridged(calls: Iterable[FmdCall]) -> App:
        return Bridged(await bridged_app(NEWEST, calls))

    return {
        "FMD 1.13": partial(exporting, FMD_1_13),
        "FMD 2.0": partial(exporting, FMD_2_0),
        "FMD 5.1 with the bridge": bridged,
    }
