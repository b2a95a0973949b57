"""The warehouse's life: who calls it, how busy it is, how long calls take and how they end."""

from datetime import timedelta
from http import HTTPStatus

from ..scenario.plan import Scenario, Visit
from ..scenario.rhythm import Growth, Rhythm
from ..scenario.timing import Profile, SlowSpell, Timing
from .clients import PROBE, PROBE_ADDRESS
from .operations import OPERATIONS, Asked
from .releases import RELEASES
from .walk import VISITS_PER_SESSION, walk

# Two shifts on weekdays, one on Saturday. The history of two weeks comes to some 95,000 calls.
_RHYTHM = Rhythm(
    mean=0.09,
    floor=0.045,
    by_hour=(
        0.30, 0.25, 0.25, 0.30, 0.50, 0.95, 1.35, 1.55, 1.65, 1.70, 1.60, 1.35,
        1.10, 1.45, 1.60, 1.60, 1.45, 1.20, 1.10, 1.05, 0.95, 0.75, 0.50, 0.40,
    ),
    by_weekday=(1.25, 1.15, 1.10, 1.10, 1.15, 0.75, 0.50),
    growth=Growth(first_level=0.7, midpoint=RELEASES.history * 0.5, scale=timedelta(days=3)),
)  # fmt: skip

TIMING = Timing(
    profiles={
        "articles.list": Profile(46.0, 0.35),
        "articles.get": Profile(7.0, 0.35),
        "stock.level": Profile(5.0, 0.40),
        "stock.count": Profile(24.0, 0.40),
        "orders.receive": Profile(75.0, 0.35),
        "orders.reserve": Profile(41.0, 0.45),
        "orders.next": Profile(130.0, 0.40),
        "orders.pick": Profile(29.0, 0.35),
        "shipments.rates": Profile(260.0, 0.45),
        "shipments.label": Profile(185.0, 0.30),
        "shipments.track": Profile(16.0, 0.40),
        "reports.inventory": Profile(1_150.0, 0.35),
        "health": Profile(0.4, 0.25, stalls=False),
    },
    # The carriers' own service slows down before it goes down.
    slow_spell=SlowSpell("shipments.rates", range(36, 40), 4.0),
    releases=RELEASES,
)


def _status(visit: Visit, version: str, minute: int) -> int:
    try:
        return OPERATIONS[visit.endpoint].answer(Asked(visit.number, version, minute)).status
    except LookupError:
        return HTTPStatus.INTERNAL_SERVER_ERROR


WAREHOUSE = Scenario(
    name="warehouse",
    releases=RELEASES,
    timing=TIMING,
    rhythm=_RHYTHM,
    walk=walk,
    visits_per_session=VISITS_PER_SESSION,
    beat=Visit(60.0, "health", 0, PROBE, PROBE_ADDRESS),
    status=_status,
)
