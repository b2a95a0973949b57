"""Claim: 200 people who sign in at once wait for the hashing and for little else, and keep nobody else waiting.

A running API, 200 requests to sign in at the same moment, each with the right password of one of 20 users. The peer
of their slowest is the bare hashing of as many passwords, by as many threads. Meanwhile a key asks for its user,
without end: its slowest percent is put beside the same in a quiet moment before.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable

import httpx
import numpy as np
import pytest

from services.api.resources import open_resources
from services.api.seeding.commands import seed_user
from shared.security.passwords import Passwords
from tests.bench.figures import publish
from tests.fixtures.system import PASSWORD, System

pytestmark = [pytest.mark.bench, pytest.mark.timeout(600)]

_CLIENTS = 200
_USERS = 20
_QUIET_REQUESTS = 300
_OFTEN = "9999/1"


@pytest.fixture
async def busy(system: System) -> System:
    """Without the throttles, which would let ten in."""
    async with open_resources(system.api_settings()) as resources:
        for number in range(_USERS):
            await seed_user(resources, f"user{number}", f"user{number}@pydash.example", PASSWORD)
    names = ("SIGN_IN", "SIGN_IN_ADDRESS", "SIGN_IN_ACCOUNT", "API")
    system.settings |= {f"{name}_LIMITS": _OFTEN for name in names}
    await system.start("api")
    return system


async def timed(work: Callable[[], Awaitable[httpx.Response]], status: int) -> float:
    started = time.perf_counter()
    response = await work()
    assert response.status_code == status, response.text
    return time.perf_counter() - started


async def bare_hashing() -> float:
    passwords = Passwords(4)
    stored = await passwords.hash(PASSWORD)
    started = time.perf_counter()
    await asyncio.gather(*(passwords.verify(PASSWORD, stored) for _ in range(_CLIENTS)))
    return time.perf_counter() - started


async def test_signing_in(busy: System) -> None:
    signing_in = True

    async def ask() -> float:
        return await timed(lambda: busy.api.get("/users/me"), 200)

    async def ask_on() -> list[float]:
        waited = []
        while signing_in:
            waited.append(await ask())
        return waited

    quiet = [await ask() for _ in range(_QUIET_REQUESTS)]
    bare = await bare_hashing()
    limits = httpx.Limits(max_connections=_CLIENTS)
    async with httpx.AsyncClient(base_url=str(busy.api.base_url), limits=limits, timeout=120) as client:

        def sign_in(number: int) -> Awaitable[float]:
            credentials = {"name": f"user{number % _USERS}", "password": PASSWORD}
            headers = {"Sec-Fetch-Site": "same-origin"}
            return timed(lambda: client.post("/sessions", json=credentials, headers=headers), 201)

        others = asyncio.create_task(ask_on())
        taken = await asyncio.gather(*(sign_in(number) for number in range(_CLIENTS)))
        signing_in = False
        amid = await others

    publish(
        "sign_in_p99_ms_200_clients",
        value=float(np.percentile(taken, 99)) * 1000,
        unit="ms",
        peer="hashing 200 passwords and nothing else",
        peer_value=bare * 1000,
        less_is_better=True,
    )
    publish(
        "request_p99_ms_amid_200_sign_ins",
        value=float(np.percentile(amid, 99)) * 1000,
        unit="ms",
        peer="the same request in a quiet moment",
        peer_value=float(np.percentile(quiet, 99)) * 1000,
        less_is_better=True,
    )
