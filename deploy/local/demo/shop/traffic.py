"""Visits the running shop over HTTP as the plan says, until it is told to stop.

Each session is a thread that mostly waits. What the shop does not answer is lost, as it is for real visitors:
they go on with their next visit, and nothing is made up for later.
"""

import argparse
import signal
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import requests

from . import goods, state
from .sessions import HOUR, Plan, Session, Visit, ahead

_SESSIONS_MAX = 64
_TIMEOUT_SECONDS = (2.0, 20.0)  # to connect, to answer

# How each endpoint is asked for: method, path, form.
_REQUESTS: dict[str, tuple[str, str, dict[str, str]]] = {
    "home": ("GET", "/", {}),
    "catalogue": ("GET", "/catalogue/{item.kind}", {}),
    "search": ("GET", "/search?q={item.name}", {}),
    "product": ("GET", "/product/{item.number}", {}),
    "recommendations": ("GET", "/recommendations?item={item.number}", {}),
    "cart.add": ("POST", "/cart/add", {"item": "{item.number}"}),
    "cart.view": ("GET", "/cart", {}),
    "checkout": ("POST", "/checkout", {}),
    "payment.webhook": ("POST", "/payment/webhook", {"order": "{order}"}),
    "order_status": ("GET", "/orders/{order}", {}),
    "login": ("POST", "/login", {"name": "{user}"}),
    "account": ("GET", "/account", {}),
    "health": ("GET", "/health", {}),
}


class Walk:
    """What is still to come of a session."""

    def __init__(self, base_url: str, session: Session, now: datetime) -> None:
        self.ahead = list(ahead(session, now))
        self._base_url = base_url
        self._clients: defaultdict[str, requests.Session] = defaultdict(_client)
        # Until this session makes an order, it asks for one of the last days.
        self._order = int(now.timestamp()) - Random(session.start.timestamp()).randrange(400_000)

    def run(self) -> None:
        for wait_seconds, visit in self.ahead:
            time.sleep(wait_seconds)
            try:
                self._make(visit)
            except requests.RequestException:
                continue
        for client in self._clients.values():
            client.close()

    def _make(self, visit: Visit) -> None:
        method, path, form = _REQUESTS[visit.endpoint]
        known = {"item": goods.ITEMS[visit.item - 1], "user": visit.user, "order": self._order}
        answer = self._clients[visit.address].request(
            method,
            self._base_url + path.format(**known),
            data={name: value.format(**known) for name, value in form.items()},
            headers={"X-Forwarded-For": visit.address},
            timeout=_TIMEOUT_SECONDS,
            allow_redirects=False,
        )
        _, _, number = answer.headers.get("Location", "").rpartition("/orders/")
        if number.isdecimal():
            self._order = int(number)


def run(plan: Plan, base_url: str) -> None:
    places = threading.BoundedSemaphore(_SESSIONS_MAX)

    def walk_and_leave(walk: Walk) -> None:
        try:
            walk.run()
        finally:
            places.release()

    for session in _sessions(plan, datetime.now(UTC)):
        time.sleep(max((session.start - datetime.now(UTC)).total_seconds(), 0))
        walk = Walk(base_url, session, datetime.now(UTC))
        if walk.ahead and places.acquire(blocking=False):
            threading.Thread(target=walk_and_leave, args=(walk,), daemon=True).start()


def _sessions(plan: Plan, now: datetime) -> Iterator[Session]:
    """From the hour before on, for that some of its sessions are not over."""
    hour = now.replace(minute=0, second=0, microsecond=0) - HOUR
    while True:
        yield from plan.sessions(hour)
        hour += HOUR


def _client() -> requests.Session:
    client = requests.Session()
    client.trust_env = False  # a proxy of this machine is not for the shop on this machine
    return client


def main() -> None:
    arguments = argparse.ArgumentParser(prog="shop.traffic", description=__doc__)
    arguments.add_argument("--home", type=Path, required=True, help="folder of the shop's state")
    arguments.add_argument("--port", type=int, required=True, help="where the shop listens on 127.0.0.1")
    given = arguments.parse_args()

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    known = state.load(given.home)
    run(Plan(seed=known.seed, opened=known.opened_at), f"http://127.0.0.1:{given.port}")


if __name__ == "__main__":
    main()
