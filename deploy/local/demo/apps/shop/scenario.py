"""The shop's life: who comes, how busy it is, and how long calls take."""

from datetime import timedelta
from http import HTTPStatus

from ..scenario.plan import Scenario, Visit
from ..scenario.rhythm import Growth, Rhythm
from ..scenario.timing import Profile, SlowSpell, Timing
from .releases import RELEASES
from .visitors import GUEST, PROBE_ADDRESS
from .walk import VISITS_PER_SESSION, walk

# With the growth, the history of three weeks comes to some 330,000 calls.
_RHYTHM = Rhythm(
    mean=0.4,
    floor=0.28,
    by_hour=(
        0.50, 0.40, 0.36, 0.36, 0.40, 0.50, 0.68, 0.90, 1.06, 1.14, 1.18, 1.24,
        1.30, 1.22, 1.14, 1.12, 1.16, 1.26, 1.42, 1.58, 1.60, 1.42, 1.06, 0.72,
    ),
    by_weekday=(1.04, 1.02, 1.00, 1.02, 1.08, 0.86, 0.98),
    growth=Growth(first_level=0.2, midpoint=RELEASES.history * 0.72, scale=timedelta(days=3)),
)  # fmt: skip

TIMING = Timing(
    profiles={
        "home": Profile(14.0, 0.35),
        "catalogue": Profile(38.0, 0.40),
        "search": Profile(82.0, 0.50),
        "product": Profile(21.0, 0.40),
        "recommendations": Profile(118.0, 0.55),
        "cart.add": Profile(9.0, 0.35),
        "cart.view": Profile(12.0, 0.35),
        "checkout": Profile(390.0, 0.30),
        "payment.webhook": Profile(55.0, 0.45),
        "order_status": Profile(27.0, 0.40),
        "login": Profile(160.0, 0.15),  # a password hash: slow on purpose, and steady
        "account": Profile(33.0, 0.40),
        "health": Profile(0.5, 0.25, stalls=False),
    },
    # The recommendations are computed anew at twenty past each hour; meanwhile nothing is cached.
    slow_spell=SlowSpell("recommendations", range(20, 24), 4.0),
    releases=RELEASES,
)


def _status(_visit: Visit, _version: str, _minute: int) -> int:
    return HTTPStatus.OK  # its dashboard does not keep it


SHOP = Scenario(
    name="shop",
    releases=RELEASES,
    timing=TIMING,
    rhythm=_RHYTHM,
    walk=walk,
    visits_per_session=VISITS_PER_SESSION,
    beat=Visit(30.0, "health", 1, GUEST, PROBE_ADDRESS),
    status=_status,
)
