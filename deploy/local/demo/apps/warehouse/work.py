"""How the warehouse spends the time of a call: most operations at once, two of them in several places."""

import time


def spend(operation: str, seconds: float) -> None:
    if operation == "orders.next":
        _find_next_order(seconds)
    elif operation == "shipments.rates":
        _compare_carriers(seconds)
    else:
        time.sleep(seconds)


def _find_next_order(seconds: float) -> None:
    _read_orders(0.25 * seconds)
    _plan_the_way(0.65 * seconds)
    time.sleep(0.1 * seconds)


def _read_orders(seconds: float) -> None:
    time.sleep(seconds)


def _plan_the_way(seconds: float) -> None:
    for share in (0.5, 0.3, 0.2):
        _look_along_aisle(share * seconds)


def _look_along_aisle(seconds: float) -> None:
    time.sleep(seconds)


def _compare_carriers(seconds: float) -> None:
    _ask_the_post(0.2 * seconds)
    _ask_the_parcel_service(0.7 * seconds)
    time.sleep(0.1 * seconds)


def _ask_the_post(seconds: float) -> None:
    time.sleep(seconds)


def _ask_the_parcel_service(seconds: float) -> None:
    _sign_in(0.6 * seconds)
    time.sleep(0.4 * seconds)


def _sign_in(seconds: float) -> None:
    # At every call anew: this is what their profile shows.
    time.sleep(seconds)
