"""What is written is what is read, whoever wrote it, and whatever happened to the file in between."""

import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from pydash_agent.monitor.file import ForeignFileError
from pydash_agent.monitor.writer import Keep
from pydash_agent.protocol.cursor import Cursor
from tests.unit.agent.monitor.stored import Stored, call

NOW = datetime.now(UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "calls.db"


def _us_ago(age: timedelta) -> int:
    return (NOW - age - _EPOCH) // timedelta(microseconds=1)


def test_rows_are_as_they_were_written(path: Path) -> None:
    stored = Stored(path)
    stored.writer.add([call(1), call(1), call(3, "caf\u00e9 \u2603", 404)])
    assert [row[1:] for row in stored.rows()] == [
        (1_000_001, 12.5, "home", "1.0.0", "guest", "192.0.2.1", 200),
        (1_000_001, 12.5, "home", "1.0.0", "guest", "192.0.2.1", 200),
        (1_000_003, 12.5, "caf\u00e9 \u2603", "1.0.0", "guest", "192.0.2.1", 404),
    ]
    assert stored.source.held().calls == 3
    assert stored.source.held().first_call_at == datetime(1970, 1, 1, 0, 0, 1, 1, tzinfo=UTC)


def test_nothing_is_held_before_the_first_call(path: Path) -> None:
    held = Stored(path).source.held()
    assert (held.calls, held.first_call_at) == (0, None)


def test_processes_write_to_one_file_with_ids_in_order(path: Path) -> None:
    one, other = Stored(path), Stored(path)
    for number in range(0, 20, 2):
        one.writer.add([call(number)])
        other.writer.add([call(number + 1, "search")])
    assert one.times() == other.times() == [1_000_000 + number for number in range(20)]
    ids = [row[0] for row in one.rows()]
    assert all(later == earlier + 1 for earlier, later in pairwise(ids))


def test_endpoints_are_known_since_their_first_call(path: Path) -> None:
    Stored(path, version="1.0").writer.add([call(5), call(3)])
    newer = Stored(path, version="2.0")
    newer.writer.add([call(9, "search"), call(1)])
    home, search = newer.source.endpoints()
    assert (home.name, home.monitor_level, home.version_added) == ("home", 1, "1.0")
    assert (search.name, search.version_added) == ("search", "2.0")
    assert home.last_requested_at == _EPOCH + timedelta(microseconds=1_000_005)


def test_counts_between_cursors(path: Path) -> None:
    stored = Stored(path)
    stored.writer.add([call(number) for number in range(5)])
    ids = [row[0] for row in stored.rows()]
    source = stored.source
    assert (source.count(0, None), source.count(ids[1], None), source.count(ids[1], ids[3])) == (5, 3, 2)


def test_gives_what_is_as_old_as_the_settle_time(path: Path) -> None:
    stored = Stored(path)
    ages = [timedelta(seconds=seconds) for seconds in (90, 5, 30, 4)]
    stored.writer.add([call()._replace(at_us=_us_ago(age)) for age in ages])
    ids = [row[0] for row in stored.rows()]
    settle = timedelta(seconds=10)
    # The one of 5 seconds ago stands before one that is old enough.
    assert stored.source.settled(0, settle, NOW) == (ids[2], NOW - settle)
    assert stored.source.settled(ids[2], settle, NOW) == (ids[2], NOW - settle)


def test_drops_what_is_older_than_its_days(path: Path) -> None:
    stored = Stored(path, Keep(days=2, megabytes=1_000))
    ages = [timedelta(days=3), timedelta(days=2, hours=1), timedelta(days=1), timedelta(0)]
    stored.writer.add([call()._replace(at_us=_us_ago(age)) for age in ages])
    assert stored.times() == [_us_ago(age) for age in ages[2:]]


def test_drops_the_oldest_beyond_its_size_and_stays_below_it(path: Path) -> None:
    stored = Stored(path, Keep(days=100_000, megabytes=2))
    for number in range(0, 100_000, 5_000):
        stored.writer.add([call(number + step) for step in range(5_000)])
        assert path.stat().st_size < 2_500_000
    times = stored.times()
    assert times[-1] == 1_099_999
    assert 15_000 < len(times) < 60_000
    assert all(later == earlier + 1 for earlier, later in pairwise(times))


def test_a_dropped_call_is_no_reset(path: Path) -> None:
    stored = Stored(path, Keep(days=2, megabytes=1_000))
    stored.writer.add([call()._replace(at_us=_us_ago(timedelta(days=1, hours=23, minutes=59)))])
    cursor = stored.last_cursor()
    assert stored.source.knows(cursor)
    with stored.file.open() as connection:
        connection.execute("DELETE FROM call")
    assert stored.source.knows(cursor)
    assert not stored.source.knows(Cursor(cursor.id + 1, cursor.at_us))


def test_another_time_at_that_id_is_a_reset(path: Path) -> None:
    stored = Stored(path)
    stored.writer.add([call(1)])
    cursor = stored.last_cursor()
    assert not stored.source.knows(Cursor(cursor.id, cursor.at_us + 1))


@pytest.mark.parametrize("leaves", [(), ("-wal",), ("-shm",), ("-wal", "-shm")])
def test_a_removed_file_is_made_anew_by_all_who_use_it(path: Path, leaves: tuple[str, ...]) -> None:
    """Its ids are others, so that no cursor into the one is taken for one into the other."""
    one, other = Stored(path), Stored(path)
    one.writer.add([call(1), call(2)])
    other.writer.add([call(3)])
    cursor = one.last_cursor()
    for suffix in ("", "-wal", "-shm"):
        if suffix not in leaves:
            path.with_name(path.name + suffix).unlink()

    one.writer.add([call(4)])
    assert not one.source.knows(cursor)
    other.writer.add([call(5)])
    one.writer.add([call(6)])

    assert one.times() == other.times() == [1_000_004, 1_000_005, 1_000_006]
    assert one.rows()[0][0] > cursor.id
    assert not other.source.knows(cursor)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_only_its_owner_can_read_it(path: Path) -> None:
    Stored(path).writer.add([call()])
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert set(modes.values()) == {0o600}, modes


def test_does_not_write_to_a_file_of_another_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE precious (id INTEGER)")
    with pytest.raises(ForeignFileError, match="another program"):
        Stored(path).writer.add([call()])
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("precious",)]


def test_does_not_write_to_a_file_of_another_release(path: Path) -> None:
    Stored(path).writer.add([call()])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(ForeignFileError, match="another release"):
        Stored(path).writer.add([call()])


def test_all_calls_are_written_or_none(path: Path) -> None:
    stored = Stored(path)
    with pytest.raises(OverflowError):
        stored.writer.add([call(1), call(2)._replace(at_us=2**70)])
    assert stored.rows() == []
    stored.writer.add([call(3)])
    assert stored.times() == [1_000_003]
