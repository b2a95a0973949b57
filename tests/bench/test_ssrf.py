"""Claim: each attack of the table is refused or has no effect, and none reaches an address that it must not.

The table is the one of tests/integration/guard, which fails where an attack gets through; here they are counted.
Each is tried through the fetcher's own SourceHttp and the guard's own transport.
"""

import pytest

from tests.bench.figures import Bound, publish
from tests.fixtures.hostile.attack import attempt
from tests.fixtures.hostile.table import ATTACKS

pytestmark = pytest.mark.bench


async def test_attacks() -> None:
    refused = 0
    for attack in ATTACKS:
        refused += (await attempt(attack)).withstood(attack)

    publish("ssrf_tried", value=len(ATTACKS), unit="attacks")
    publish("ssrf_refused", value=refused, unit="attacks", bound=Bound("at least", len(ATTACKS)))
