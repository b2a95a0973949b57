from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from statistics import median

import pytest

from deploy.local.demo.apps.scenario.plan import Scenario
from deploy.local.demo.apps.scenario.releases import Releases
from deploy.local.demo.apps.shop.releases import RELEASES
from deploy.local.demo.apps.shop.scenario import SHOP, TIMING
from deploy.local.demo.apps.warehouse.scenario import WAREHOUSE

OPENED = datetime(2026, 10, 31, 3, 0, tzinfo=UTC)


def median_ms(endpoint: str, version: str, minute: int = 0) -> float:
    rng = Random(1)
    return median(TIMING.draw_ms(rng, endpoint, version, minute) for _ in range(4000))


@pytest.fixture(params=[SHOP, WAREHOUSE], ids=lambda scenario: scenario.name)
def releases(request: pytest.FixtureRequest) -> Releases:
    scenario: Scenario = request.param
    return scenario.releases


def test_each_release_is_live_from_its_moment_to_the_next(releases: Releases) -> None:
    for release, following in pairwise(releases.all()):
        assert releases.version_at(OPENED + release.after, OPENED) == release.version
        last_moment = OPENED + following.after - timedelta(seconds=1)
        assert releases.version_at(last_moment, OPENED) == release.version


def test_the_last_release_is_live_when_history_ends_and_ever_after(releases: Releases) -> None:
    assert releases.version_at(OPENED + releases.history, OPENED) == releases.current
    assert releases.version_at(OPENED + timedelta(days=900), OPENED) == releases.current


def test_a_session_from_before_the_opening_sees_the_first_release(releases: Releases) -> None:
    assert releases.version_at(OPENED - timedelta(seconds=30), OPENED) == releases.all()[0].version


def test_one_release_makes_the_search_slow_for_days_until_the_next_mends_it() -> None:
    before, slow, mended = (median_ms("search", version) for version in ("1.2.0", "1.3.0", "1.3.1"))

    assert slow > 3 * before
    assert mended == pytest.approx(before)
    slow_for = RELEASES["1.3.1"].after - RELEASES["1.3.0"].after
    assert timedelta(days=2) < slow_for < timedelta(days=5)


def test_no_other_endpoint_suffers_from_it() -> None:
    for endpoint in TIMING.endpoints:
        if endpoint != "search":
            assert median_ms(endpoint, "1.3.0") == pytest.approx(median_ms(endpoint, "1.2.0"))


def test_an_unknown_version_is_like_the_last_and_has_all_endpoints() -> None:
    assert median_ms("search", "2.0.0-rc1") == pytest.approx(median_ms("search", RELEASES.current))
    assert all(RELEASES.has(endpoint, "2.0.0-rc1") for endpoint in TIMING.endpoints)


def test_recommendations_are_slow_while_they_are_computed_anew() -> None:
    assert median_ms("recommendations", RELEASES.current, minute=21) > 3 * median_ms(
        "recommendations", RELEASES.current, minute=19
    )


def test_endpoints_range_from_below_a_millisecond_to_hundreds_and_some_calls_hang() -> None:
    medians = [median_ms(endpoint, RELEASES.current) for endpoint in TIMING.endpoints]
    assert min(medians) < 1
    assert 350 < max(medians) < 450

    rng = Random(1)
    drawn = [TIMING.draw_ms(rng, "product", RELEASES.current, 0) for _ in range(20_000)]
    assert 20 < sum(milliseconds > 150 for milliseconds in drawn) < 200
    assert max(drawn) <= 8_000
