"""The plan of all visits: what history is written from and live traffic follows."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from statistics import mean

import pytest

from deploy.local.demo.apps.scenario.plan import HOUR, Plan, Scenario, Session, Visit, ahead
from deploy.local.demo.apps.shop.scenario import SHOP
from deploy.local.demo.apps.shop.visitors import GUEST, PROVIDER_ADDRESSES, Population
from deploy.local.demo.apps.warehouse.scenario import WAREHOUSE

OPENED = datetime(2026, 10, 31, 3, 0, tzinfo=UTC)


@dataclass
class Life:
    """An app's, from its opening on."""

    scenario: Scenario

    @property
    def started(self) -> datetime:
        return OPENED + self.scenario.releases.history

    def sessions(self, start: datetime, end: datetime, *, seed: int = 7) -> list[Session]:
        plan = Plan(self.scenario, seed=seed, opened=OPENED)
        hours = [start + number * HOUR for number in range((end - start) // HOUR)]
        return [session for hour in hours for session in plan.sessions(hour)]

    @cached_property
    def last_week(self) -> list[Session]:
        return self.sessions(self.started - timedelta(days=7), self.started)

    @cached_property
    def visitors(self) -> list[Session]:
        """Those of the last week, without the uptime probe."""
        probe = self.scenario.beat.address
        return [session for session in self.last_week if session.visits[0].address != probe]

    def rate(self, moment: datetime) -> float:
        return self.scenario.rhythm.calls_per_second(moment, OPENED)


@pytest.fixture(scope="module", params=[SHOP, WAREHOUSE], ids=lambda scenario: scenario.name)
def life(request: pytest.FixtureRequest) -> Life:
    return Life(request.param)


@pytest.fixture(scope="module")
def shop() -> Life:
    return Life(SHOP)


def test_an_hour_is_the_same_whenever_it_is_asked_for(life: Life) -> None:
    hour = life.started - HOUR
    after_others = Plan(life.scenario, seed=7, opened=OPENED)
    for earlier in range(3):
        list(after_others.sessions(hour - earlier * HOUR))

    assert list(after_others.sessions(hour)) == life.sessions(hour, hour + HOUR)
    assert life.sessions(hour, hour + HOUR) != life.sessions(hour, hour + HOUR, seed=8)


def test_sessions_begin_in_order_and_within_their_hour(life: Life) -> None:
    hour = life.started - HOUR
    probe, *visitors = life.sessions(hour, hour + HOUR)

    assert hour - timedelta(seconds=life.scenario.beat.wait_seconds) < probe.start <= hour
    assert all(hour <= session.start < hour + HOUR for session in visitors)
    assert all(earlier.start <= later.start for earlier, later in pairwise(visitors))


def test_every_session_is_over_within_an_hour(life: Life) -> None:
    assert all(sum(visit.wait_seconds for visit in session.visits) <= 3600 for session in life.last_week)


def test_the_walk_is_as_long_as_the_rate_takes_it_to_be(life: Life) -> None:
    assert mean(len(session.visits) for session in life.visitors) == pytest.approx(
        life.scenario.visits_per_session, rel=0.02
    )


def test_there_are_as_many_visits_as_the_rhythm_asks_for(life: Life) -> None:
    minutes = [life.started - timedelta(minutes=number) for number in range(7 * 24 * 60)]
    expected = sum(60 * life.rate(minute) for minute in minutes)

    assert sum(len(session.visits) for session in life.last_week) == pytest.approx(expected, rel=0.03)


@pytest.mark.parametrize(("scenario", "least", "average"), [(SHOP, 0.25, 0.4), (WAREHOUSE, 0.04, 0.09)])
def test_a_watcher_never_waits_long_once_the_app_is_live(
    scenario: Scenario, least: float, average: float
) -> None:
    life = Life(scenario)
    rates = [life.rate(life.started + timedelta(minutes=number)) for number in range(7 * 24 * 60)]

    assert min(rates) >= least
    assert mean(rates) == pytest.approx(average, rel=0.1)


def test_the_rate_has_no_step_where_live_begins_nor_from_hour_to_hour() -> None:
    minutes = [Life(SHOP).started + timedelta(minutes=number) for number in range(-48 * 60, 48 * 60)]
    rates = [Life(SHOP).rate(minute) for minute in minutes]

    assert all(later == pytest.approx(earlier, rel=0.05) for earlier, later in pairwise(rates))


def test_the_shop_has_found_most_of_its_visitors_by_the_time_it_goes_live(shop: Life) -> None:
    growth = SHOP.rhythm.growth

    assert growth.level(OPENED, OPENED) < 0.25
    assert 0.85 < growth.level(shop.started, OPENED) < 1.0
    assert growth.level(shop.started + timedelta(days=400), OPENED) == pytest.approx(1.0)


def test_every_endpoint_is_visited_and_nothing_else(life: Life) -> None:
    visited = Counter(visit.endpoint for session in life.last_week for visit in session.visits)

    assert set(visited) == set(life.scenario.timing.endpoints)
    assert min(visited.values()) > 100


def test_what_came_with_a_later_release_is_not_visited_before_it(life: Life) -> None:
    first_day = life.sessions(OPENED, OPENED + timedelta(days=1))

    assert life.scenario.releases.added_in.keys().isdisjoint(
        visit.endpoint for session in first_day for visit in session.visits
    )


def test_somebody_is_signed_in_from_the_login_on_and_as_one_person(shop: Life) -> None:
    signed_in = 0
    for session in shop.visitors:
        own = [visit for visit in session.visits if visit.address not in PROVIDER_ADDRESSES]
        before = [visit for visit in own if visit.user == GUEST]
        assert own[: len(before)] == before
        after = own[len(before) :]
        if after:
            signed_in += 1
            assert after[0].endpoint == "login"
            assert len({visit.user for visit in after}) == 1
    assert signed_in > 1000


def test_the_provider_tells_of_every_checkout(shop: Life) -> None:
    orders = 0
    for session in shop.last_week:
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
        OPENED,
        tuple(
            Visit(wait, endpoint, 1, GUEST, "192.0.2.20")
            for wait, endpoint in ((0, "home"), (10, "search"), (20, "product"))
        ),
    )

    def seconds_and_endpoints(self, now: datetime) -> list[tuple[float, str]]:
        return [(wait, visit.endpoint) for wait, visit in ahead(self.session, now)]

    def test_all_of_it_when_it_is_due(self) -> None:
        assert self.seconds_and_endpoints(OPENED) == [(0, "home"), (10, "search"), (20, "product")]

    def test_what_is_a_moment_late_is_made_at_once_and_the_rest_is_on_time(self) -> None:
        now = OPENED + timedelta(seconds=3)
        assert self.seconds_and_endpoints(now) == [(0, "home"), (7, "search"), (20, "product")]

    def test_what_was_missed_is_not_made_up_for(self) -> None:
        now = OPENED + timedelta(seconds=16)
        assert self.seconds_and_endpoints(now) == [(14, "product")]

    def test_nothing_once_it_is_over(self) -> None:
        assert self.seconds_and_endpoints(OPENED + timedelta(hours=1)) == []
