"""A request is never held up and never fails, whatever becomes of the file."""

import logging
import os
import sqlite3
from pathlib import Path
from threading import Thread

import pytest

from pydash_agent.monitor.recorder import Recorder
from tests.unit.agent.monitor.stored import Stored, call


def _recorder(stored: Stored, queue_max: int = 100) -> Recorder:
    return Recorder(stored.file, stored.writer, queue_max)


@pytest.fixture
def stored(tmp_path: Path) -> Stored:
    return Stored(tmp_path / "calls.db")


def test_writes_what_is_left_when_it_ends_and_begins_again(stored: Stored) -> None:
    recorder = _recorder(stored)
    for number in range(50):
        recorder.record(call(number))
    recorder.close()
    assert stored.times() == [1_000_000 + number for number in range(50)]
    recorder.record(call(50))
    recorder.close()
    recorder.close()
    assert stored.times()[-1] == 1_000_050


def test_many_threads_record_at_once(stored: Stored) -> None:
    recorder = _recorder(stored, queue_max=10_000)
    threads = [
        Thread(target=lambda first=first: [recorder.record(call(first + step)) for step in range(500)])
        for first in range(0, 4_000, 500)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    recorder.close()
    assert sorted(stored.times()) == [1_000_000 + number for number in range(4_000)]


def test_drops_the_oldest_where_nothing_can_be_written_and_says_so_once(
    stored: Stored, caplog: pytest.LogCaptureFixture
) -> None:
    recorder = _recorder(stored, queue_max=10)
    with stored.file.open(), caplog.at_level(logging.WARNING, "pydash_agent"):
        # Somebody else has the file.
        for number in range(1_000):
            recorder.record(call(number))
    recorder.close()
    # Those that the writer had taken by then were not dropped.
    assert stored.times()[-10:] == [1_000_990 + number for number in range(10)]
    assert len(stored.times()) <= 20
    assert [record.message for record in caplog.records].count(
        "PyDash's monitor: calls come faster than they can be written: the oldest are dropped"
    ) == 1


def test_goes_on_when_the_file_can_be_written_again(stored: Stored, caplog: pytest.LogCaptureFixture) -> None:
    stored.path.mkdir()
    recorder = _recorder(stored)
    recorder.record(call(1))
    recorder.close()
    recorder.record(call(2))
    recorder.close()
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert str(stored.path) in caplog.text

    stored.path.rmdir()
    recorder.record(call(3))
    recorder.close()
    assert stored.times() == [1_000_001, 1_000_002, 1_000_003]


def test_keeps_the_newest_of_what_could_not_be_written(stored: Stored) -> None:
    stored.path.mkdir()
    recorder = _recorder(stored, queue_max=10)
    for first in range(0, 40, 8):
        for number in range(first, first + 8):
            recorder.record(call(number))
        recorder.close()
    stored.path.rmdir()
    recorder.record(call(40))
    recorder.close()
    assert stored.times() == [1_000_000 + number for number in range(31, 41)]


def test_a_call_that_cannot_be_written_takes_no_later_one_with_it(
    stored: Stored, caplog: pytest.LogCaptureFixture
) -> None:
    recorder = _recorder(stored)
    recorder.record(call(1)._replace(at_us=2**70))
    recorder.close()
    recorder.record(call(2))
    recorder.close()
    assert stored.times() == [1_000_002]
    assert "are dropped" in caplog.text


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_forked_process_writes_its_own_calls_alone(stored: Stored) -> None:
    recorder = _recorder(stored)
    recorder.record(call(1))
    child = os.fork()
    if not child:
        # It ends without another word of pytest.
        recorder.record(call(2))
        recorder.close()
        os._exit(0)
    recorder.record(call(3))
    recorder.close()
    assert os.waitpid(child, 0)[1] == 0
    assert sorted(stored.times()) == [1_000_001, 1_000_002, 1_000_003]


def test_a_process_forked_from_one_with_the_file_open_harms_nothing(stored: Stored) -> None:
    stored.writer.add([call(1)])
    child = os.fork()
    if not child:
        for number in range(2, 100):
            stored.writer.add([call(number)])
        os._exit(0)
    for number in range(100, 200):
        stored.writer.add([call(number)])
    assert os.waitpid(child, 0)[1] == 0
    assert sorted(stored.times()) == [1_000_000 + number for number in range(1, 200)]
    with stored.file.open() as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_damaged_file_is_told_and_harms_nothing(stored: Stored, caplog: pytest.LogCaptureFixture) -> None:
    stored.path.write_bytes(b"not a database at all" * 1_000)
    recorder = _recorder(stored)
    recorder.record(call(1))
    recorder.close()
    assert "cannot be written" in caplog.text
    with pytest.raises(sqlite3.DatabaseError):
        stored.rows()
