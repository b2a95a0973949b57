"""Who visits the app when, and what for.

One plan serves both the written history and the live traffic, so nothing changes where the one ends and the
other begins. It is made hour by hour: the sessions that begin in an hour follow from the seed, the opening
and the hour alone, whatever was asked for before.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from .releases import Releases
from .rhythm import Rhythm
from .timing import Timing

HOUR = timedelta(hours=1)

# What was due longer ago than this is over.
_LATE_MAX = timedelta(seconds=5)


class Visit(NamedTuple):
    wait_seconds: float  # after the answer to the visit before
    endpoint: str
    number: int  # of what is asked for
    user: str
    address: str


class Session(NamedTuple):
    """It is over within an hour of its start."""

    start: datetime
    visits: Sequence[Visit]


# What somebody does who comes while this version is live.
Walk = Callable[[Random, str], Sequence[Visit]]


@dataclass(frozen=True)
class Scenario:
    name: str
    releases: Releases
    timing: Timing
    rhythm: Rhythm
    walk: Callable[[int], Walk]  # of everybody there is for a seed
    visits_per_session: float  # on average, as the walk turns out; a test holds it to that
    beat: Visit  # of the uptime probe
    # The status of the answer to a visit, made in this minute of an hour to this version.
    status: Callable[[Visit, str, int], int]


def ahead(session: Session, now: datetime) -> Iterator[tuple[float, Visit]]:
    """The visits that are still to be made, each with the seconds to wait before it."""
    due = session.start
    waited_until = now
    for visit in session.visits:
        due += timedelta(seconds=visit.wait_seconds)
        if due >= now - _LATE_MAX:
            yield max((due - waited_until).total_seconds(), 0), visit
            waited_until = max(due, waited_until)


class Plan:
    def __init__(self, scenario: Scenario, *, seed: int, opened: datetime) -> None:
        self.scenario = scenario
        self.seed = seed
        self.opened = opened
        self._walk = scenario.walk(seed)

    def sessions(self, hour: datetime) -> Iterator[Session]:
        """The sessions whose first visit lies within this hour, in order."""
        scenario = self.scenario
        rng = Random(f"{self.seed}:{hour.isoformat()}")
        yield self._probe(hour, rng)
        start = hour
        while True:
            calls_per_second = scenario.rhythm.calls_per_second(start, self.opened)
            visits_per_second = calls_per_second - 1 / scenario.beat.wait_seconds
            start += timedelta(seconds=rng.expovariate(visits_per_second / scenario.visits_per_session))
            if start >= hour + HOUR:
                return
            yield Session(start, self._walk(rng, scenario.releases.version_at(start, self.opened)))

    def _probe(self, hour: datetime, rng: Random) -> Session:
        """An even beat for the hour; each of its visits lies within it."""
        beat = self.scenario.beat
        beats = int(HOUR.total_seconds() / beat.wait_seconds)
        return Session(hour - timedelta(seconds=rng.uniform(0, beat.wait_seconds)), (beat,) * beats)
