"""What memory keeps; what all storages share is in tests/integration/counter."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from shared.clock.clock import ManualClock
from shared.counter import memory_log
from shared.counter.memory_log import MemoryLog

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_hits_of_many_threads_get_each_number_once() -> None:
    log, numbers = MemoryLog(-1, None), list[int]()
    together = threading.Barrier(4)

    def hit() -> None:
        together.wait()
        for _ in range(500):
            numbers.extend(log.hit({"ip": "a"}, [{"ip": "a"}]))

    threads = [threading.Thread(target=hit) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(numbers) == list(range(1, 2001))


def test_groups_that_nobody_hits_any_more_leave_nothing_behind() -> None:
    clock = ManualClock(NOW)
    log = MemoryLog(60, None, clock)
    for number in range(100):
        log.track({"ip": number})
    clock.move(timedelta(minutes=1))

    assert log.count() == 0
    assert not log._counts
    assert not log._hits


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_log, "HITS_MAX", 5)
    monkeypatch.setattr(memory_log, "GROUPS_MAX", 4)


@pytest.mark.usefixtures("few")
def test_of_a_duration_no_more_than_so_many_hits_are_kept_the_newest() -> None:
    log = MemoryLog(60, None)
    for number in range(8):
        log.track({"number": number})

    assert [hit["number"] for _, hit in log] == [3, 4, 5, 6, 7]
    assert (log.count(), log.count(number=2), log.count(number=3)) == (5, 0, 1)


@pytest.mark.usefixtures("few")
def test_without_a_duration_hits_count_longer_than_they_are_listed() -> None:
    log = MemoryLog(-1, None)
    for _ in range(8):
        log.track({"ip": "a"})

    assert len(list(log)) == 5
    assert (log.count(), log.count(ip="a")) == (8, 8)


@pytest.mark.usefixtures("few")
def test_without_a_duration_the_group_hit_longest_ago_is_forgotten() -> None:
    log = MemoryLog(-1, None)
    for ip in ("a", "b", "a", "c", "d"):
        log.track({"ip": ip})

    assert [log.count(ip=ip) for ip in "abcd"] == [2, 0, 1, 1]
    assert log.count() == 5


def test_a_clock_that_is_set_back_keeps_hits_no_shorter() -> None:
    clock = ManualClock(NOW)
    log = MemoryLog(60, None, clock)
    log.track({})
    clock.move(timedelta(seconds=-30))
    log.track({})
    clock.move(timedelta(seconds=89))
    assert log.count() == 2
    clock.move(timedelta(seconds=1))
    assert log.count() == 0
