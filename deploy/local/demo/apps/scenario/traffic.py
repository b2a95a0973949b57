"""Visits the running app over HTTP as the plan says, until it is told to stop.

Each session is a thread that mostly waits. What the app does not answer is lost, as it is for real visitors:
they go on with their next visit, and nothing is made up for later.
"""

# mypy: disable-error-code="import-not-found, import-untyped"

import argparse
import signal
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any, Protocol

import requests

from . import state
from .plan import HOUR, Plan, Scenario, Session, Visit, ahead

_SESSIONS_MAX = 64
_TIMEOUT_SECONDS = (2.0, 20.0)  # to connect, to answer


@dataclass(frozen=True)
class Asked:
    """A request, but for whose it is."""

    method: str
    path: str
    form: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


class Visitor(Protocol):
    """How the visits of one session are asked for."""

    def ask(self, visit: Visit) -> Asked: ...

    def heard(self, location: str) -> None:
        """Where an answer leads to; empty if nowhere."""


NewVisitor = Callable[[datetime], Visitor]


class Outing:
    """What is still to come of a session."""

    def __init__(self, base_url: str, visitor: Visitor, session: Session, now: datetime) -> None:
        self.ahead = list(ahead(session, now))
        self._base_url = base_url
        self._visitor = visitor
        # A cookie is one's own, and a session may have several of us: a customer, a payment provider.
        self._clients: defaultdict[str, Any] = defaultdict(_client)

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
        asked = self._visitor.ask(visit)
        answer = self._clients[visit.address].request(
            asked.method,
            self._base_url + asked.path,
            data=asked.form,
            headers={"X-Forwarded-For": visit.address, **asked.headers},
            timeout=_TIMEOUT_SECONDS,
            allow_redirects=False,
        )
        self._visitor.heard(answer.headers.get("Location", ""))


def run(plan: Plan, base_url: str, new_visitor: NewVisitor, first: Sequence[Visit]) -> None:
    places = threading.BoundedSemaphore(_SESSIONS_MAX)

    def walk_and_leave(outing: Outing) -> None:
        try:
            outing.run()
        finally:
            places.release()

    opening = Session(datetime.now(UTC), first)
    for session in chain((opening,), _sessions(plan, opening.start)):
        time.sleep(max((session.start - datetime.now(UTC)).total_seconds(), 0))
        outing = Outing(base_url, new_visitor(session.start), session, datetime.now(UTC))
        if outing.ahead and places.acquire(blocking=False):
            threading.Thread(target=walk_and_leave, args=(outing,), daemon=True).start()


def _sessions(plan: Plan, now: datetime) -> Iterator[Session]:
    """From the hour before on, for that some of its sessions are not over."""
    hour = now.replace(minute=0, second=0, microsecond=0) - HOUR
    while True:
        yield from plan.sessions(hour)
        hour += HOUR


def _client() -> Any:
    client = requests.Session()
    client.trust_env = False  # a proxy of this machine is not for an app on this machine
    return client


def main(scenario: Scenario, new_visitor: NewVisitor, first: Sequence[Visit] = ()) -> None:
    """``first``: visits beside the plan, made when the traffic begins."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--home", type=Path, required=True, help="folder of the app's state")
    arguments.add_argument("--port", type=int, required=True, help="where the app listens on 127.0.0.1")
    given = arguments.parse_args()

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    known = state.load(given.home)
    plan = Plan(scenario, seed=known.seed, opened=known.opened_at)
    run(plan, f"http://127.0.0.1:{given.port}", new_visitor, first)
