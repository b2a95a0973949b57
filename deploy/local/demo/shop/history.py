"""Writes what happened before the demo was first started into FMD's own database."""

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection, Engine

from . import monitoring, releases, state, timing
from .sessions import HOUR, Plan

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  FMD keeps UTC without saying so
_MICROSECOND = timedelta(microseconds=1)


class Call(NamedTuple):
    """A row of FMD's calls, in the order of its columns."""

    endpoint: str
    execution_time: float
    time: str  # of the end, in UTC, as SQLAlchemy writes it to SQLite
    version: str
    group_by: str
    ip: str


def calls(plan: Plan, *, since: datetime, until: datetime) -> Iterator[Call]:
    """The calls that end after `since` and not after `until`, session by session."""
    # Whole microseconds: as exact as what comes back from the database, and quicker than datetimes.
    after, last = _microseconds(since), _microseconds(until)
    hour = since.replace(minute=0, second=0, microsecond=0) - HOUR
    while hour < until:
        rng = Random(f"{plan.seed}:{hour.isoformat()}:times")
        for session in plan.sessions(hour):
            version = releases.version_at(session.start, plan.opened)
            moment = _microseconds(session.start)
            for wait_seconds, endpoint, _, user, address in session.visits:
                moment += int(wait_seconds * 1_000_000)
                minute = moment // 60_000_000 % 60
                taken_ms = monitoring.RECORDING_MS + timing.draw_ms(rng, endpoint, version, minute)
                moment += int(taken_ms * 1_000)
                if after < moment <= last:
                    yield Call(endpoint, taken_ms, _as_stored(moment), version, user, address)
        hour += HOUR


def write(home: Path, *, seed: int, until: datetime) -> None:
    """Either the whole history is there afterwards, or nothing is."""
    partial = home / "calls.partial"
    partial.unlink(missing_ok=True)
    opened = until - releases.HISTORY
    engine = monitoring.open_database(partial, releases.CURRENT)
    with engine.begin() as connection:
        _add_rules(connection, opened)
        _add_calls(connection, Plan(seed=seed, opened=opened), since=opened, until=until)
    engine.dispose()
    state.save(home, state.State(seed, opened.isoformat()))
    database = state.database(home)
    for leftover in ("-wal", "-shm"):  # of a database that somebody removed
        database.with_name(database.name + leftover).unlink(missing_ok=True)
    partial.replace(database)


def catch_up(engine: Engine, known: state.State, *, until: datetime) -> None:
    """Add what happened since; it goes on from the newest call, so doing it twice adds nothing twice."""
    from flask_monitoringdashboard.database import FunctionCall

    with engine.begin() as connection:
        newest = connection.execute(
            select(FunctionCall.time).order_by(FunctionCall.time.desc()).limit(1)
        ).scalar_one()
        plan = Plan(seed=known.seed, opened=known.opened_at)
        _add_calls(connection, plan, since=newest.replace(tzinfo=UTC), until=until)


def _add_rules(connection: Connection, opened: datetime) -> None:
    from flask_monitoringdashboard.database import MonitorRule

    for endpoint in sorted(timing.ENDPOINTS, key=lambda endpoint: releases.added(endpoint).after):
        release = releases.added(endpoint)
        added = (opened + release.after).replace(tzinfo=None)
        rule = {"endpoint": endpoint, "monitor": True, "time_added": added, "version_added": release.version}
        connection.execute(insert(MonitorRule).values(rule))


def _add_calls(connection: Connection, plan: Plan, *, since: datetime, until: datetime) -> None:
    from flask_monitoringdashboard.database import FunctionCall, MonitorRule

    rows = sorted(calls(plan, since=since, until=until), key=lambda call: call.time)
    # The driver takes the rows as they are; through SQLAlchemy's insert this takes three times as long.
    statement = insert(FunctionCall).compile(dialect=connection.dialect, column_keys=Call._fields)
    connection.connection.executemany(str(statement), rows)

    for endpoint, last_call in {call.endpoint: call for call in rows}.items():
        accessed = datetime.fromisoformat(last_call.time)
        connection.execute(
            update(MonitorRule).where(MonitorRule.endpoint == endpoint).values(last_accessed=accessed)
        )


def _microseconds(moment: datetime) -> int:
    return (moment.replace(tzinfo=None) - _EPOCH) // _MICROSECOND


def _as_stored(microseconds: int) -> str:
    return (_EPOCH + timedelta(microseconds=microseconds)).isoformat(" ", "microseconds")


def is_written(home: Path, now: datetime) -> bool:
    """Whether there is one to go on from; one that was never shown is made anew when it has become old."""
    if not state.database(home).exists():
        return False
    known = state.load(home)
    return known.served or now - known.opened_at < releases.HISTORY + timedelta(days=1)


def main() -> None:
    arguments = argparse.ArgumentParser(prog="shop.history", description=__doc__)
    arguments.add_argument("--home", type=Path, required=True, help="folder of the database")
    arguments.add_argument("--seed", type=int, default=7)
    given = arguments.parse_args()
    now = datetime.now(UTC)
    if not is_written(given.home, now):
        write(given.home, seed=given.seed, until=now)


if __name__ == "__main__":
    main()
