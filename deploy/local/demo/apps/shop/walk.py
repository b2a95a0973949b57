"""What visitors look at, page after page."""

import math
from collections.abc import Iterator
from random import Random

from ..scenario.plan import Visit, Walk
from . import goods
from .releases import RELEASES
from .visitors import GUEST, PROVIDER_ADDRESSES, Person, Population

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

# How many visits a session has on average, as this walk turns out.
VISITS_PER_SESSION = 6.7


def walk(seed: int) -> Walk:
    population = Population(seed)

    def of_somebody(rng: Random, version: str) -> tuple[Visit, ...]:
        person = population.person(rng) if rng.random() < _PERSON_SHARE else None
        address = rng.choice(person.addresses) if person else population.guest_address(rng)
        return tuple(_visits(rng, version, person, address))

    return of_somebody


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

        if rng.random() < _RECOMMENDING.get(endpoint, 0.0) and RELEASES.has("recommendations", version):
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
            if endpoint == "account" and not RELEASES.has("account", version):
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
