"""Who visits the shop when, and what they look at.

One plan serves both the written history and the live traffic, so nothing changes where the one ends and the
other begins. It is made hour by hour: the sessions that begin in an hour follow from the seed, the opening
and the hour alone, whatever was asked for before.
"""

import math
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from . import goods, releases, rhythm
from .visitors import GUEST, PROBE_ADDRESS, PROVIDER_ADDRESSES, Person, Population

HOUR = timedelta(hours=1)


class Visit(NamedTuple):
    wait_seconds: float  # after the answer to the visit before
    endpoint: str
    item: int
    user: str
    address: str


class Session(NamedTuple):
    start: datetime
    visits: tuple[Visit, ...]


# Where a visitor goes next; what is missing to 1 leaves the shop.
_NEXT = {
    "home": {"catalogue": 0.38, "search": 0.24, "product": 0.17},
    "catalogue": {"product": 0.62, "catalogue": 0.12, "search": 0.08, "home": 0.04},
    "search": {"product": 0.55, "search": 0.22, "catalogue": 0.08},
    "product": {"product": 0.26, "cart.add": 0.20, "catalogue": 0.16, "search": 0.10, "home": 0.04},
    "cart.add": {"cart.view": 0.55, "product": 0.15, "catalogue": 0.14},
    "cart.view": {"checkout": 0.40, "catalogue": 0.18, "product": 0.12},
    "checkout": {"order_status": 0.85, "home": 0.05},
    "order_status": {"order_status": 0.35, "home": 0.10},
    "login": {"account": 0.35, "catalogue": 0.25, "search": 0.20, "home": 0.12},
    "account": {"order_status": 0.35, "catalogue": 0.25, "search": 0.15},
}
_ENTRANCES = {"home": 0.55, "product": 0.25, "search": 0.12, "catalogue": 0.08}

# Pages that load recommendations once they are shown, and how often somebody stays long enough.
_RECOMMENDING = {"product": 0.55, "cart.view": 0.40}

_PERSON_SHARE = 0.6
_VISITS_MAX = 24
_THINK_MEDIAN_SECONDS = 8.0
_THINK_SPREAD = 0.8
_THINK_MAX_SECONDS = 90.0
_PROBE_SECONDS = 30.0

# What was due longer ago than this is over.
_LATE_MAX = timedelta(seconds=5)

# How many visits a session has on average, as this walk turns out; a test holds it to that.
VISITS_PER_SESSION = 6.7


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
    def __init__(self, *, seed: int, opened: datetime) -> None:
        self.seed = seed
        self.opened = opened
        self._population = Population(seed)

    def sessions(self, hour: datetime) -> Iterator[Session]:
        """The sessions whose first visit lies within this hour, in order."""
        rng = Random(f"{self.seed}:{hour.isoformat()}")
        yield self._probe(hour, rng)
        start = hour
        while True:
            calls_per_second = rhythm.calls_per_second(start, self.opened) - 1 / _PROBE_SECONDS
            start += timedelta(seconds=rng.expovariate(calls_per_second / VISITS_PER_SESSION))
            if start >= hour + HOUR:
                return
            yield self._walk(start, rng)

    def _walk(self, start: datetime, rng: Random) -> Session:
        version = releases.version_at(start, self.opened)
        person = self._population.person(rng) if rng.random() < _PERSON_SHARE else None
        address = rng.choice(person.addresses) if person else self._population.guest_address(rng)
        return Session(start, tuple(_visits(rng, version, person, address)))

    @staticmethod
    def _probe(hour: datetime, rng: Random) -> Session:
        """An even beat for the hour; each of its visits lies within it."""
        visit = Visit(_PROBE_SECONDS, "health", 1, GUEST, PROBE_ADDRESS)
        beats = int(HOUR.total_seconds() / _PROBE_SECONDS)
        return Session(hour - timedelta(seconds=rng.uniform(0, _PROBE_SECONDS)), (visit,) * beats)


def _visits(rng: Random, version: str, person: Person | None, address: str) -> Iterator[Visit]:
    user = GUEST
    endpoint: str | None = _choose(rng, _ENTRANCES)
    wait_seconds = 0.0
    shown = rng.randint(1, len(goods.ITEMS))
    made = 0
    while endpoint is not None and made < _VISITS_MAX:
        if endpoint == "product":
            shown = rng.randint(1, len(goods.ITEMS))
        if endpoint == "login" and person:
            user = person.name
        yield Visit(wait_seconds, endpoint, shown, user, address)
        made += 1

        if rng.random() < _RECOMMENDING.get(endpoint, 0.0) and releases.has("recommendations", version):
            yield Visit(rng.uniform(0.15, 0.6), "recommendations", shown, user, address)
            made += 1
        if endpoint == "checkout":
            provider = rng.choice(PROVIDER_ADDRESSES)
            yield Visit(rng.uniform(1.5, 6.0), "payment.webhook", shown, GUEST, provider)
            made += 1

        wait_seconds = _think_seconds(rng)
        if person and user == GUEST:
            endpoint = "login"
        else:
            endpoint = _choose(rng, _NEXT[endpoint])
            if endpoint == "account" and not releases.has("account", version):
                endpoint = "home"


def _choose(rng: Random, shares: dict[str, float]) -> str | None:
    at = rng.random()
    for endpoint, share in shares.items():
        at -= share
        if at < 0:
            return endpoint
    return None


def _think_seconds(rng: Random) -> float:
    return min(_THINK_MEDIAN_SECONDS * math.exp(rng.gauss(0.0, _THINK_SPREAD)), _THINK_MAX_SECONDS)
