"""When the hooks in frameworks tell of a request, and that they leave tests alone."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

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
