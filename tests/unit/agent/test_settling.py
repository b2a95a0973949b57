"""The times are a source's own: its monotonic clock's and its database's ids are moved by hand."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pydash_agent.fmd.settling import ByMarks, ByTime
from tests.unit.agent.memory_source import NOW

SECOND = timedelta(seconds=1)


@dataclass
class World:
    seconds: float = 0.0
    greatest_id: int = 0

    def ask(self, marks: ByMarks, settle_seconds: float = 10.0) -> int:
        return marks.settled(0, settle_seconds * SECOND, NOW + self.seconds * SECOND).last_id

    def marks(self) -> ByMarks:
        return ByMarks(lambda: self.greatest_id, lambda: self.seconds)


def test_by_time_it_stays_where_nothing_is_old_enough() -> None:
    def greatest_id_before(moment: datetime, after_id: int) -> int | None:
        assert (moment, after_id) == (NOW - 10 * SECOND, 7)
        return None

    assert ByTime(greatest_id_before).settled(7, 10 * SECOND, NOW) == (7, NOW - 10 * SECOND)


def test_what_was_seen_is_settled_once_that_is_long_enough_ago() -> None:
    world = World(greatest_id=5)
    marks = world.marks()
    assert world.ask(marks) == 0
    world.seconds, world.greatest_id = 9.9, 8
    assert world.ask(marks) == 0
    world.seconds, world.greatest_id = 10.0, 9
    assert world.ask(marks) == 5
    world.seconds = 20.0
    assert world.ask(marks) == 9


def test_no_settle_time_gives_all_that_is_there() -> None:
    world = World(greatest_id=5)
    marks = world.marks()
    assert world.ask(marks, 0) == 5
    world.seconds, world.greatest_id = 0.001, 6
    assert world.ask(marks, 0) == 6


def test_says_since_when_the_rows_were_there() -> None:
    world = World(greatest_id=5)
    marks = world.marks()
    world.ask(marks)
    world.seconds = 25.0
    settled = marks.settled(0, 10 * SECOND, NOW + 25 * SECOND)
    assert settled == (5, NOW)


def test_an_emptied_database_begins_anew() -> None:
    world = World(greatest_id=500)
    marks = world.marks()
    world.ask(marks)
    world.seconds, world.greatest_id = 30.0, 3
    assert world.ask(marks) == 0
    world.seconds, world.greatest_id = 40.0, 4
    assert world.ask(marks) == 3


# Eighths of a second, which floats add without error.
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 9)), max_size=60), st.integers(0, 160))
def test_never_gives_what_was_not_there_so_long_ago(
    steps: list[tuple[int, int]], settle_eighths: int
) -> None:
    """And holds nothing back for more than a second longer than it must, given when it was asked."""
    settle_seconds = settle_eighths / 8
    world = World()
    marks = world.marks()
    history: list[tuple[float, int]] = []
    for eighths, new_rows in steps:
        world.seconds += eighths / 8
        world.greatest_id += new_rows
        given_id = world.ask(marks, settle_seconds)
        history.append((world.seconds, world.greatest_id))
        there = [held for at, held in history if at <= world.seconds - settle_seconds]
        assert given_id <= max(there, default=0)
        surely = [held for at, held in history if at <= world.seconds - settle_seconds - 1.0]
        assert given_id >= max(surely, default=0)


def test_remembers_little_however_often_it_is_asked() -> None:
    world = World()
    marks = world.marks()
    for _ in range(20_000):
        world.seconds += 0.05
        world.ask(marks, 600)
    assert len(marks._marks) <= 1300
