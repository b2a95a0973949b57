"""The plan of all visits: what history is written from and live traffic follows."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import mean

import pytest

from deploy.local.demo.shop import releases, rhythm, timing
from deploy.local.demo.shop.sessions import HOUR, VISITS_PER_SESSION, Plan, Session, Visit, ahead
from deploy.local.demo.shop.visitors import GUEST, PROBE_ADDRESS, PROVIDER_ADDRESSES, Population

OPENED = datetime(2026, 10, 31, 3, 0, tzinfo=UTC)
STARTED = OPENED + releases.HISTORY


def sessions_between(start: datetime, end: datetime, *, seed: int = 7) -> list[Session]:
    plan = Plan(seed=seed, opened=OPENED)
    hours = [start + number * HOUR for number in range((end - start) // HOUR)]
    return [session for hour in hours for session in plan.sessions(hour)]


def visitors_only(sessions: list[Session]) -> list[Session]:
    return [session for session in sessions if session.visits[0].address != PROBE_ADDRESS]


@pytest.fixture(scope="module")
def last_week() -> list[Session]:
    return sessions_between(STARTED - timedelta(days=7), STARTED)


def test_an_hour_is_the_same_whenever_it_is_asked_for() -> None:
    hour = STARTED - HOUR
    after_others = Plan(seed=7, opened=OPENED)
    for earlier in range(3):
        list(after_others.sessions(hour - earlier * HOUR))

    assert list(after_others.sessions(hour)) == sessions_between(hour, hour + HOUR)
    assert sessions_between(hour, hour + HOUR) != sessions_between(hour, hour + HOUR, seed=8)


def test_sessions_begin_in_order_and_within_their_hour() -> None:
    hour = STARTED - HOUR
    probe, *visitors = sessions_between(hour, hour + HOUR)

    assert hour - timedelta(seconds=30) < probe.start <= hour
    assert all(hour <= session.start < hour + HOUR for session in visitors)
    assert all(earlier.start <= later.start for earlier, later in pairwise(visitors))


def test_every_session_is_over_within_an_hour(last_week: list[Session]) -> None:
    assert all(sum(visit.wait_seconds for visit in session.visits) <= 3600 for session in last_week)


def test_the_walk_is_as_long_as_the_rate_takes_it_to_be(last_week: list[Session]) -> None:
    assert mean(len(session.visits) for session in visitors_only(last_week)) == pytest.approx(
        VISITS_PER_SESSION, rel=0.02
    )


def test_there_are_as_many_visits_as_the_rhythm_asks_for(last_week: list[Session]) -> None:
    minutes = [STARTED - timedelta(minutes=number) for number in range(7 * 24 * 60)]
    expected = sum(60 * rhythm.calls_per_second(minute, OPENED) for minute in minutes)

    assert sum(len(session.visits) for session in last_week) == pytest.approx(expected, rel=0.03)


def test_a_watcher_never_waits_long_once_the_shop_is_live() -> None:
    week = [STARTED + timedelta(minutes=number) for number in range(7 * 24 * 60)]
    rates = [rhythm.calls_per_second(minute, OPENED) for minute in week]

    assert min(rates) >= 0.25
    assert mean(rates) == pytest.approx(0.4, rel=0.1)


def test_the_rate_has_no_step_where_live_begins_nor_from_hour_to_hour() -> None:
    minutes = [STARTED + timedelta(minutes=number) for number in range(-48 * 60, 48 * 60)]
    rates = [rhythm.calls_per_second(minute, OPENED) for minute in minutes]

    assert all(later == pytest.approx(earlier, rel=0.05) for earlier, later in pairwise(rates))


def test_the_shop_has_found_most_of_its_visitors_by_the_time_it_goes_live() -> None:
    assert rhythm.level(OPENED, OPENED) < 0.25
    assert 0.85 < rhythm.level(STARTED, OPENED) < 1.0
    assert rhythm.level(STARTED + timedelta(days=400), OPENED) == pytest.approx(1.0)


def test_every_endpoint_is_visited_and_nothing_else(last_week: list[Session]) -> None:
    visited = Counter(visit.endpoint for session in last_week for visit in session.visits)

    assert set(visited) == set(timing.ENDPOINTS)
    assert min(visited.values()) > 100


def test_what_came_with_a_later_release_is_not_visited_before_it() -> None:
    first_day = sessions_between(OPENED, OPENED + timedelta(days=1))

    assert releases.ADDED_IN.keys().isdisjoint(
        visit.endpoint for session in first_day for visit in session.visits
    )


def test_somebody_is_signed_in_from_the_login_on_and_as_one_person(last_week: list[Session]) -> None:
    signed_in = 0
    for session in visitors_only(last_week):
        own = [visit for visit in session.visits if visit.address not in PROVIDER_ADDRESSES]
        before = [visit for visit in own if visit.user == GUEST]
        assert own[: len(before)] == before
        after = own[len(before) :]
        if after:
            signed_in += 1
            assert after[0].endpoint == "login"
            assert len({visit.user for visit in after}) == 1
    assert signed_in > 1000


def test_the_provider_tells_of_every_checkout(last_week: list[Session]) -> None:
    orders = 0
    for session in last_week:
        for visit, following in pairwise(session.visits):
            if visit.endpoint == "checkout":
                orders += 1
                assert following.endpoint == "payment.webhook"
                assert following.address in PROVIDER_ADDRESSES
    assert orders > 100


def test_the_people_have_some_hundred_addresses_of_both_families() -> None:
    population = Population(seed=7)
    addresses = {address for person in population.people for address in person.addresses}

    assert len({person.name for person in population.people}) == 120
    assert addresses.isdisjoint(population.guest_addresses)
    everybody = addresses.union(population.guest_addresses)
    assert 250 < len(everybody) < 500
    assert 0.15 < sum(":" in address for address in everybody) / len(everybody) < 0.45
    assert population.people == Population(seed=7).people


class TestAhead:
    session = Session(
        STARTED,
        tuple(
            Visit(wait, endpoint, 1, GUEST, "192.0.2.20")
            for wait, endpoint in ((0, "home"), (10, "search"), (20, "product"))
        ),
    )

    def seconds_and_endpoints(self, now: datetime) -> list[tuple[float, str]]:
        return [(wait, visit.endpoint) for wait, visit in ahead(self.session, now)]

    def test_all_of_it_when_it_is_due(self) -> None:
        assert self.seconds_and_endpoints(STARTED) == [(0, "home"), (10, "search"), (20, "product")]

    def test_what_is_a_moment_late_is_made_at_once_and_the_rest_is_on_time(self) -> None:
        now = STARTED + timedelta(seconds=3)
        assert self.seconds_and_endpoints(now) == [(0, "home"), (7, "search"), (20, "product")]

    def test_what_was_missed_is_not_made_up_for(self) -> None:
        now = STARTED + timedelta(seconds=16)
        assert self.seconds_and_endpoints(now) == [(14, "product")]

    def test_nothing_once_it_is_over(self) -> None:
        assert self.seconds_and_endpoints(STARTED + timedelta(hours=1)) == []
