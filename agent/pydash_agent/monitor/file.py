"""The SQLite file that all processes of the app share.

A process has at most one connection to it, which is closed before the process forks: SQLite does not survive that.

The file may be removed at any time, also while the app runs. SQLite cannot know, so three things are seen to here:
each file has ids of its own; a connection is used only if it still leads to the file of that name; and what a
removed file left beside it is removed before another takes its place.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Optional

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows, where a file that is in use cannot be removed
    fcntl = None  # type: ignore[assignment]

# "PyDa": so that no other program's file is written to.
_APPLICATION_ID = 0x50794461
_SCHEMA = 1
# For another process to end its transaction, which takes it some milliseconds.
_BUSY_SECONDS = 5.0
_OWNER_ONLY = 0o600

_TABLES = """
CREATE TABLE origin (id_base INTEGER NOT NULL);
CREATE TABLE endpoint (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    added_at_us INTEGER NOT NULL,
    version_added TEXT NOT NULL,
    last_at_us INTEGER NOT NULL
);
CREATE TABLE call (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at_us INTEGER NOT NULL,
    execution_ms REAL NOT NULL,
    endpoint_id INTEGER NOT NULL REFERENCES endpoint (id),
    version TEXT NOT NULL,
    group_by TEXT NOT NULL,
    ip TEXT NOT NULL,
    status INTEGER NOT NULL
);
"""

# Device and inode.
_Identity = Optional[tuple[int, int]]


class ForeignFileError(Exception):
    """The file is there, and it is not one of ours."""


# What may go wrong with a file, and be right again later.
FILE_ERRORS = (sqlite3.Error, OSError, ForeignFileError)


class CallFile:
    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None
        self._identity: _Identity = None
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(
                before=self._prepare_fork,
                after_in_parent=self._lock.release,
                after_in_child=self._lock.release,
            )

    @contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """For one thread at a time; makes the file if there is none. Raises what is in ``FILE_ERRORS``."""
        with self._lock:
            if self._connection is None or _identity(self.path) != self._identity:
                # If the file was removed, SQLite sees that too, and leaves what belongs to its successor alone.
                self._disconnect()
                self._connection = _connect(self.path)
                self._identity = _identity(self.path)
            yield self._connection

    def close(self) -> None:
        with self._lock:
            self._disconnect()

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _prepare_fork(self) -> None:
        self._lock.acquire()
        self._disconnect()


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """One that writes, and takes its turn before it reads."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # SQLite may have rolled back by itself: the disk is full, say.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _identity(path: Path) -> _Identity:
    """Of the file that has this name now; ``None`` if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _connect(path: Path) -> sqlite3.Connection:
    with _one_at_a_time(path.parent):
        if not path.exists():
            _remove_leftovers(path)
            # The calls hold addresses of people.
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, _OWNER_ONLY))
        # In transactions of our own; threads take turns.
        connection = sqlite3.connect(
            path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            _prepare(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    # A commit need not wait for the disk: a power cut may cost the last calls, and never the file.
    connection.execute("PRAGMA synchronous = NORMAL")
    if _number(connection, "application_id") == _APPLICATION_ID:
        if _number(connection, "user_version") != _SCHEMA:
            raise ForeignFileError("it was written by another release of pydash-agent")
        return
    if connection.execute("SELECT count(*) FROM sqlite_master").fetchone() != (0,):
        raise ForeignFileError("it holds the tables of another program")
    # So that who reads a page and who writes a call do not wait for each other.
    connection.execute("PRAGMA journal_mode = WAL")
    with transaction(connection):
        for statement in filter(str.strip, _TABLES.split(";")):
            connection.execute(statement)
        # Ids go on from the moment the file is made, so that no id is ever given to two calls, in whichever file.
        base = time.time_ns() // 1000
        connection.execute("INSERT INTO origin VALUES (?)", (base,))
        connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('call', ?)", (base,))
        connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {_SCHEMA}")


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    found: int = connection.execute(f"PRAGMA {pragma}").fetchone()[0]
    return found


def _remove_leftovers(path: Path) -> None:
    """What SQLite keeps beside a file: for another file of the same name it would be wrong."""
    for suffix in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).unlink()


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Of the processes that open the file, by a lock on its folder: the file itself may not be there yet."""
    if fcntl is None:  # pragma: no cover - Windows
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
