"""Claim: counting a request costs tens of microseconds in memory, and in Redis some three times a round trip.

What a counter with one partition and one callback for each of its groups adds to a request: the least time of 500
requests to an app with one route that answers at once, with it and without it, in turns. No server and no socket is
between; the Valkey is on this machine, where a round trip alone (a PING, the peer) is most of it.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import pytest
from redis.asyncio import Redis
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Scope

from shared.counter.counter import Counter
from shared.counter.redis_log import RedisStorage
from tests.bench.figures import publish
from tests.bench.measure import ROUNDS

pytestmark = pytest.mark.bench

_REQUESTS = 500
_DURATION_SECONDS = 60


async def _answer(_request: Request) -> Response:
    return Response()


def _app() -> Starlette:
    return Starlette(routes=[Route("/carts/{cart_id}", _answer)])


def _with_callback(counter: Counter[Any]) -> None:
    counter.partition("ip", lambda request: request.client.host)
    counter.every(10_000, print, ip=counter.any)


async def _request(app: Starlette) -> None:
    scope: Scope = {
        "type": "http",
        "method": "GET",
        "path": "/carts/7",
        "query_string": b"",
        "headers": [],
        "client": ("192.0.2.1", 4711),
    }

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(_message: MutableMapping[str, Any]) -> None: ...

    await app(scope, receive, send)


async def _microseconds(*works: Callable[[], Awaitable[object]]) -> list[float]:
    """The least of each, taking turns, as ``measure.seconds`` does for what is not awaited."""
    least = [float("inf")] * len(works)
    for _ in range(ROUNDS):
        for number, work in enumerate(works):
            started = time.perf_counter()
            for _ in range(_REQUESTS):
                await work()
            least[number] = min(least[number], (time.perf_counter() - started) / _REQUESTS * 1e6)
            await asyncio.sleep(0)
    return least


async def test_in_memory() -> None:
    plain, counted = _app(), _app()
    _with_callback(Counter(counted, _DURATION_SECONDS))
    without, with_counter = await _microseconds(lambda: _request(plain), lambda: _request(counted))
    publish("counter_us_memory", value=with_counter - without, unit="µs/request")


async def test_in_redis(redis_url: str) -> None:
    plain, counted = _app(), _app()
    async with Redis.from_url(redis_url) as redis:
        storage = RedisStorage(redis, "bench")
        _with_callback(Counter(counted, _DURATION_SECONDS, storage=storage))
        without, with_counter, ping = await _microseconds(
            lambda: _request(plain), lambda: _request(counted), redis.ping
        )
    publish(
        "counter_us_redis",
        value=with_counter - without,
        unit="µs/request",
        peer="PING of the same Valkey",
        peer_value=ping,
        less_is_better=True,
    )
