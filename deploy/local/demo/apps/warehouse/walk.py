"""What the warehouse's clients come for: each comes with one errand and calls as often as that takes."""

from collections.abc import Callable, Iterator
from random import Random

from ..scenario.plan import Visit, Walk
from . import articles, orders
from .clients import MOBILE_APP, PLANNER, SCANNERS, SERVICE_DESK, WEB_SHOP, Client
from .releases import RELEASES

# How many visits a session has on average, as these errands turn out.
VISITS_PER_SESSION = 5.9

_GONE_SHARE = 0.02  # of what is asked for: articles that are not sold any more
_MOBILE_SHARE = 0.35

# An order that somebody else has picked: what the shift leader tries ends with a conflict, which FMD keeps.
_PICKED = 100_014

# Seconds to wait, the endpoint, the number of what is asked for.
_Steps = Iterator[tuple[float, str, int]]
_Errand = Callable[[Random, str], _Steps]


def walk(_seed: int) -> Walk:
    """The same clients come for every seed."""
    return _of_a_client


def opening_round() -> tuple[Visit, ...]:
    """The shift leader tries everything that FMD looks at closely, so that it has something to show at once."""
    tried = [(name, 100_001) for name in ("orders.next", "shipments.rates", "shipments.label")] * 8
    return tuple(
        Visit(0.5, name, number, PLANNER.name, PLANNER.addresses[0])
        for name, number in (*tried, ("orders.pick", _PICKED))
    )


def _of_a_client(rng: Random, version: str) -> tuple[Visit, ...]:
    errand = rng.choices(list(_ERRANDS), weights=list(_ERRANDS.values()))[0]
    client = _client_for(errand, rng)
    address = rng.choice(client.addresses)
    return tuple(Visit(*step, client.name, address) for step in errand(rng, version))


def _client_for(errand: _Errand, rng: Random) -> Client:
    if errand in {_pick_orders, _count_shelves}:
        return rng.choice(SCANNERS)
    if errand is _plan_ahead:
        return PLANNER
    if errand is _follow_shipments:
        return rng.choice((SERVICE_DESK, WEB_SHOP))
    return MOBILE_APP if rng.random() < _MOBILE_SHARE else WEB_SHOP


def _sell(rng: Random, _version: str) -> _Steps:
    """A customer fills a cart and orders."""
    for _ in range(rng.randint(1, 4)):
        number = _article(rng)
        yield rng.uniform(0.5, 20), "stock.level", number
        if rng.random() < 0.3:
            yield rng.uniform(0.1, 0.4), "articles.get", number
    if rng.random() < 0.7:
        order = _order(rng)
        yield rng.uniform(5, 30), "orders.reserve", order
        if rng.random() < 0.9:
            yield rng.uniform(2, 20), "orders.receive", order


def _pick_orders(rng: Random, _version: str) -> _Steps:
    """A picker takes orders from the shelves, packs them and prints their labels."""
    for _ in range(rng.randint(1, 4)):
        order = _order(rng)
        yield rng.uniform(3, 15), "orders.next", 0
        yield rng.uniform(10, 60), "orders.pick", order
        yield rng.uniform(15, 60), "shipments.rates", order
        yield rng.uniform(0.3, 2), "shipments.label", order


def _count_shelves(rng: Random, _version: str) -> _Steps:
    first = rng.randint(1, articles.COUNT)
    for number in range(first, first + rng.randint(4, 10)):
        yield rng.uniform(6, 25), "stock.count", number


def _follow_shipments(rng: Random, _version: str) -> _Steps:
    for _ in range(rng.randint(1, 3)):
        yield rng.uniform(1, 20), "shipments.track", _order(rng)


def _plan_ahead(rng: Random, version: str) -> _Steps:
    for _ in range(rng.randint(1, 3)):
        yield rng.uniform(1, 4), "articles.list", 0
    if RELEASES.has("reports.inventory", version):
        yield rng.uniform(1, 4), "reports.inventory", 0


def _article(rng: Random) -> int:
    gone = articles.COUNT if rng.random() < _GONE_SHARE else 0
    return gone + rng.randint(1, articles.COUNT)


def _order(rng: Random) -> int:
    return rng.choice(orders.NUMBERS)


_ERRANDS: dict[_Errand, float] = {
    _sell: 0.42,
    _pick_orders: 0.30,
    _count_shelves: 0.08,
    _follow_shipments: 0.15,
    _plan_ahead: 0.05,
}
