"""What the warehouse answers, and so what status its history says."""

from collections import Counter

import pytest

from deploy.local.demo.apps.scenario.plan import Visit
from deploy.local.demo.apps.warehouse import articles, orders
from deploy.local.demo.apps.warehouse.operations import OPERATIONS, Asked
from deploy.local.demo.apps.warehouse.orders import Order
from deploy.local.demo.apps.warehouse.releases import RELEASES, WITHOUT_BOXES
from deploy.local.demo.apps.warehouse.scenario import TIMING, WAREHOUSE

MANY_ORDERS = orders.NUMBERS[:10_000]


def status(operation: str, number: int = 0, *, version: str = RELEASES.current, minute: int = 0) -> int:
    return WAREHOUSE.status(Visit(0, operation, number, "web-shop", "198.51.100.20"), version, minute)


def shares(operation: str, *, version: str = RELEASES.current, minute: int = 0) -> dict[int, float]:
    counted = Counter(status(operation, number, version=version, minute=minute) for number in MANY_ORDERS)
    return {code: number / len(MANY_ORDERS) for code, number in counted.items()}


def test_every_operation_has_its_time() -> None:
    assert set(OPERATIONS) == set(TIMING.endpoints)


@pytest.mark.parametrize("operation", ["articles.get", "stock.level", "stock.count"])
def test_what_is_not_sold_any_more_is_not_found(operation: str) -> None:
    assert {status(operation, number) for number in range(1, articles.COUNT + 1)} == {200}
    assert {status(operation, number) for number in (0, articles.COUNT + 1, 2 * articles.COUNT)} == {404}


@pytest.mark.parametrize(
    ("operation", "done", "refused"),
    [
        ("orders.receive", 201, 422),
        ("orders.reserve", 201, 409),
        ("orders.pick", 201, 409),
        ("shipments.track", 200, 404),
    ],
)
def test_a_few_orders_are_refused(operation: str, done: int, refused: int) -> None:
    assert shares(operation) == {
        done: pytest.approx(0.97, abs=0.02),
        refused: pytest.approx(0.03, abs=0.02),
    }


def test_one_release_cannot_print_the_labels_of_boxes_until_the_next_mends_it() -> None:
    boxes = {number for number in MANY_ORDERS if Order(number).parcel == "box"}
    failing = {number for number in MANY_ORDERS if status("shipments.label", number, version="2.3.0") == 500}

    assert WITHOUT_BOXES == "2.3.0"
    assert failing == boxes
    assert 0.3 < len(boxes) / len(MANY_ORDERS) < 0.5
    for version in ("2.2.0", "2.3.1", RELEASES.current, "3.0.0-rc1"):
        assert shares("shipments.label", version=version) == {201: 1.0}


def test_it_stumbles_and_does_not_just_say_so() -> None:
    with pytest.raises(KeyError, match="box"):
        OPERATIONS["shipments.label"].answer(Asked(100_001, WITHOUT_BOXES, 0))


def test_the_carriers_are_slow_and_then_down_for_some_minutes_of_each_hour() -> None:
    answers = {minute: shares("shipments.rates", minute=minute) for minute in range(60)}

    assert [minute for minute, seen in answers.items() if seen == {503: 1.0}] == [40, 41, 42]
    assert [minute for minute, seen in answers.items() if seen == {200: 1.0}] == [*range(40), *range(43, 60)]
    assert list(TIMING.slow_spell.minutes) == [36, 37, 38, 39]
