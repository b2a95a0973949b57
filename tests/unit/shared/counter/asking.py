"""Apps in this process, and requests to them."""

from collections.abc import Sequence

import httpx
from fastapi import FastAPI, HTTPException
from starlette.applications import Starlette


async def ask(
    app: Starlette, *paths: str, method: str = "GET", address: str = "192.0.2.1", root_path: str = ""
) -> Sequence[httpx.Response]:
    """Requests one after the other."""
    transport = httpx.ASGITransport(app, client=(address, 4711), root_path=root_path)
    async with httpx.AsyncClient(transport=transport, base_url="http://app.example") as client:
        return [await client.request(method, path) for path in paths]


async def ask_often(app: Starlette, times: int, path: str = "/", method: str = "GET") -> list[int]:
    """The status of each answer."""
    return [answer.status_code for answer in await ask(app, *[path] * times, method=method)]


def make_app() -> FastAPI:
    """Answers GET, PUT and DELETE at /, and GET at /carts/{cart_id}; /broken fails."""
    app = FastAPI()

    @app.api_route("/", methods=["GET", "PUT", "DELETE"])
    async def root() -> str:
        return "root"

    @app.get("/carts/{cart_id}")
    async def get_cart(cart_id: int) -> int:
        return cart_id

    @app.get("/broken")
    async def broken() -> None:
        raise HTTPException(503)

    return app
