"""Writes what happened before the demo was first started into the database of the app's own dashboard."""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple, Protocol

from sqlalchemy.engine import Connection, Engine

from . import state
from .plan import HOUR, Plan, Scenario
from .releases import Release

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MICROSECONDS_PER_MINUTE = 60_000_000


class Call(NamedTuple):
    """As a dashboard stores it."""

    endpoint: str
    execution_ms: float
    time: str  # of the end, in UTC, as SQLAlchemy writes it to SQLite
    version: str
    group_by: str
    ip: str
    status: int


class Tables(Protocol):
    """Those of one release of the dashboard."""

    # What that release adds to the time of each call that it measures.
    recording_ms: float

    def open(self, file: Path, version: str) -> Engine: ...

    def add_endpoints(self, connection: Connection, added: Mapping[str, tuple[datetime, Release]]) -> None:
        """Each with when it came and with which release, the oldest first."""

    def add_calls(self, connection: Connection, calls: Sequence[Call]) -> None:
        """At least one, in order of their time."""

    def newest_call(self, connection: Connection) -> datetime: ...


class History:
    def __init__(self, scenario: Scenario, tables: Tables) -> None:
        self._scenario = scenario
        self._tables = tables

    def write(self, home: Path, *, seed: int, until: datetime) -> None:
        """Either all of it is there afterwards, or nothing is."""
        partial = home / "calls.partial"
        partial.unlink(missing_ok=True)
        releases = self._scenario.releases
        opened = until - releases.history
        engine = self._tables.open(partial, releases.current)
        with engine.begin() as connection:
            self._tables.add_endpoints(connection, self._endpoints(opened))
            self.extend(connection, Plan(self._scenario, seed=seed, opened=opened), since=opened, until=until)
        engine.dispose()
        state.save(home, state.State(seed, opened.isoformat()))
        database = state.database(home)
        for leftover in ("-wal", "-shm"):  # of a database that somebody removed
            database.with_name(database.name + leftover).unlink(missing_ok=True)
        partial.replace(database)

    def catch_up(self, engine: Engine, known: state.State, *, until: datetime) -> None:
        """Adds what happened since; it goes on from the newest call, so doing it twice adds nothing twice."""
        plan = Plan(self._scenario, seed=known.seed, opened=known.opened_at)
        with engine.begin() as connection:
            self.extend(connection, plan, since=self._tables.newest_call(connection), until=until)

    def extend(self, connection: Connection, plan: Plan, *, since: datetime, until: datetime) -> None:
        planned = sorted(
            calls(plan, self._tables.recording_ms, since=since, until=until), key=lambda call: call.time
        )
        if planned:
            self._tables.add_calls(connection, planned)

    def is_written(self, home: Path, now: datetime) -> bool:
        """Whether there is one to go on from; one that was never shown is made anew when it has become old."""
        if not state.database(home).exists():
            return False
        known = state.load(home)
        return known.served or now - known.opened_at < self._scenario.releases.history + timedelta(days=1)

    def _endpoints(self, opened: datetime) -> dict[str, tuple[datetime, Release]]:
        releases = {name: self._scenario.releases.added(name) for name in self._scenario.timing.endpoints}
        oldest_first = sorted(releases.items(), key=lambda item: item[1].after)
        return {name: (opened + release.after, release) for name, release in oldest_first}


def calls(plan: Plan, recording_ms: float, *, since: datetime, until: datetime) -> Iterator[Call]:
    """The calls that end after `since` and not after `until`, session by session."""
    scenario = plan.scenario
    # Whole microseconds: as exact as what comes back from the database, and quicker than datetimes.
    after, last = _microseconds(since), _microseconds(until)
    hour = since.replace(minute=0, second=0, microsecond=0) - HOUR
    while hour < until:
        rng = Random(f"{plan.seed}:{hour.isoformat()}:times")
        for session in plan.sessions(hour):
            version = scenario.releases.version_at(session.start, plan.opened)
            moment = _microseconds(session.start)
            for visit in session.visits:
                moment += int(visit.wait_seconds * 1_000_000)
                minute = moment // _MICROSECONDS_PER_MINUTE % 60
                taken_ms = recording_ms + scenario.timing.draw_ms(rng, visit.endpoint, version, minute)
                moment += int(taken_ms * 1_000)
                if after < moment <= last:
                    status = scenario.status(visit, version, minute)
                    yield Call(
                        visit.endpoint,
                        taken_ms,
                        _as_stored(moment),
                        version,
                        visit.user,
                        visit.address,
                        status,
                    )
        hour += HOUR


def main(history: History) -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--home", type=Path, required=True, help="folder of the database")
    arguments.add_argument("--seed", type=int, default=7)
    given = arguments.parse_args()
    now = datetime.now(UTC)
    if not history.is_written(given.home, now):
        history.write(given.home, seed=given.seed, until=now)


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def _as_stored(microseconds: int) -> str:
    return (_EPOCH + timedelta(microseconds=microseconds)).replace(tzinfo=None).isoformat(" ", "microseconds")
