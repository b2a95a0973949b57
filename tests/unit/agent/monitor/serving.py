"""An ASGI app served in this process: it starts, is visited, and shuts down."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from starlette.types import ASGIApp, Message

VISITOR = "192.0.2.9"


@asynccontextmanager
async def serving(app: ASGIApp, root_path: str = "") -> AsyncIterator[httpx.AsyncClient]:
    asked: asyncio.Queue[Message] = asyncio.Queue()
    said: asyncio.Queue[Message] = asyncio.Queue()
    life = asyncio.ensure_future(app({"type": "lifespan", "asgi": {"version": "3.0"}}, asked.get, said.put))
    await asked.put({"type": "lifespan.startup"})
    assert (await said.get())["type"] == "lifespan.startup.complete"
    transport = httpx.ASGITransport(
        app, raise_app_exceptions=False, root_path=root_path, client=(VISITOR, 50_000)
    )
    try:
        async with httpx.AsyncClient(transport=transport, base_url="http://app.example") as client:
            yield client
    finally:
        await asked.put({"type": "lifespan.shutdown"})
        assert (await said.get())["type"] == "lifespan.shutdown.complete"
        await life
