"""When the hooks in frameworks tell of a request, and that they leave tests alone."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from unittest.mock import MagicMock, patch

import httpx
import pytest
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pydash_agent.pytest_plugin.apps.install import Apps
from pydash_agent.pytest_plugin.apps.starlette import hook_starlette
from pydash_agent.pytest_plugin.hits import Hits


@contextmanager
def counting() -> Iterator[Hits]:
    hits = Hits()
    hook = hook_starlette(hits)
    hits.begin()
    try:
        yield hits
    finally:
        hook.remove()


async def ask(app: Starlette, path: str) -> int:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://app") as client:
        return (await client.get(path)).status_code


async def test_a_request_counts_before_what_follows_its_response() -> None:
    counted: list[int] = []

    async def cart(_: Request) -> Response:
        return Response(background=BackgroundTask(in_background))

    async def in_background() -> None:
        counted.extend(calls for calls, *_ in hits.end().values())
        hits.begin()

    with counting() as hits:
        assert await ask(Starlette(routes=[Route("/cart", cart)]), "/cart") == 200
        # Nor is it counted again.
        assert (counted, hits.end()) == ([1], {})


async def test_a_request_that_fails_counts_once() -> None:
    async def cart(_: Request) -> Response:
        raise RuntimeError

    with counting() as hits:
        assert await ask(Starlette(routes=[Route("/cart", cart)]), "/cart") == 500
        assert [calls for calls, *_ in hits.end().values()] == [1]


async def test_the_clock_that_a_test_stops_is_not_asked() -> None:
    async def cart(_: Request) -> Response:
        return Response()

    with counting() as hits, patch("time.perf_counter", return_value=1.0):
        await ask(Starlette(routes=[Route("/cart", cart)]), "/cart")
        [[_, total_ms, *_]] = hits.end().values()
        assert total_ms > 0


@pytest.mark.parametrize("stub", [None, ModuleType("starlette.applications"), MagicMock()])
async def test_a_framework_that_a_test_takes_away_is_hooked_later(
    monkeypatch: pytest.MonkeyPatch, stub: ModuleType | None
) -> None:
    async def cart(_: Request) -> Response:
        return Response()

    hits = Hits()
    apps = Apps(hits)
    try:
        with monkeypatch.context() as taken:
            taken.setitem(sys.modules, "starlette.applications", stub)
            apps.hook_imported()
        apps.hook_imported()
        hits.begin()
        await ask(Starlette(routes=[Route("/cart", cart)]), "/cart")
        assert len(hits.end()) == 1
    finally:
        apps.unhook()
