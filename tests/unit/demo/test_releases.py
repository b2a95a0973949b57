from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from statistics import median

import pytest

from deploy.local.demo.shop import releases, timing

OPENED = datetime(2026, 10, 31, 3, 0, tzinfo=UTC)


def median_ms(endpoint: str, version: str, minute: int = 0) -> float:
    rng = Random(1)
    return median(timing.draw_ms(rng, endpoint, version, minute) for _ in range(4000))


def test_each_release_is_live_from_its_moment_to_the_next() -> None:
    for release, following in pairwise(releases.RELEASES):
        assert releases.version_at(OPENED + release.after, OPENED) == release.version
        assert releases.version_at(OPENED + following.after - timedelta(seconds=1), OPENED) == release.version


def test_the_last_release_is_live_when_history_ends_and_ever_after() -> None:
    assert releases.version_at(OPENED + releases.HISTORY, OPENED) == releases.CURRENT
    assert releases.version_at(OPENED + timedelta(days=900), OPENED) == releases.CURRENT


def test_a_session_from_before_the_opening_sees_the_first_release() -> None:
    assert releases.version_at(OPENED - timedelta(seconds=30), OPENED) == releases.RELEASES[0].version


def test_one_release_makes_the_search_slow_for_days_until_the_next_mends_it() -> None:
    before, slow, mended = (median_ms("search", version) for version in ("1.2.0", "1.3.0", "1.3.1"))

    assert slow > 3 * before
    assert mended == pytest.approx(before)
    slow_for = releases.RELEASES[4].after - releases.RELEASES[3].after
    assert timedelta(days=2) < slow_for < timedelta(days=5)


def test_no_other_endpoint_suffers_from_it() -> None:
    for endpoint in timing.ENDPOINTS:
        if endpoint != "search":
            assert median_ms(endpoint, "1.3.0") == pytest.approx(median_ms(endpoint, "1.2.0"))


def test_an_unknown_version_is_like_the_last_and_has_all_endpoints() -> None:
    assert median_ms("search", "2.0.0-rc1") == pytest.approx(median_ms("search", releases.CURRENT))
    assert all(releases.has(endpoint, "2.0.0-rc1") for endpoint in timing.ENDPOINTS)


def test_recommendations_are_slow_while_they_are_computed_anew() -> None:
    assert median_ms("recommendations", releases.CURRENT, minute=21) > 3 * median_ms(
        "recommendations", releases.CURRENT, minute=19
    )


def test_endpoints_range_from_below_a_millisecond_to_hundreds_and_some_calls_hang() -> None:
    medians = [median_ms(endpoint, releases.CURRENT) for endpoint in timing.ENDPOINTS]
    assert min(medians) < 1
    assert 350 < max(medians) < 450

    rng = Random(1)
    drawn = [timing.draw_ms(rng, "product", releases.CURRENT, 0) for _ in range(20_000)]
    assert 20 < sum(milliseconds > 150 for milliseconds in drawn) < 200
    assert max(drawn) <= 8_000
