"""Bodies beyond the bound, whatever they say of their length."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI
from pydantic import BaseModel

from services.api.problem.handlers import install_problem_handlers
from services.api.security.body_limit import BodyLimit
from services.api.security.headers import SecurityHeaders

_BYTES_MAX = 100


class Thing(BaseModel):
    name: str


@pytest.fixture
def client() -> httpx.AsyncClient:
    app = FastAPI()
    install_problem_handlers(app)
    app.add_middleware(BodyLimit, bytes_max=_BYTES_MAX)
    app.add_middleware(SecurityHeaders, secure=True, trusted_proxies=())

    @app.post("/things")
    async def add_thing(thing: Thing) -> str:
        return thing.name

    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url="https://pydash.example",
        headers={"Content-Type": "application/json"},
    )


def body(size: int) -> bytes:
    frame = len(b'{"name": ""}')
    return b'{"name": "%s"}' % (b"x" * (size - frame))


async def chunks(size: int) -> AsyncIterator[bytes]:
    """Sent without a length."""
    content = body(size)
    for start in range(0, size, 10):
        yield content[start : start + 10]


@pytest.mark.parametrize("content", [body(_BYTES_MAX), chunks(_BYTES_MAX)], ids=["with length", "in chunks"])
async def test_as_much_as_may_be_is_read(client: httpx.AsyncClient, content: bytes) -> None:
    assert (await client.post("/things", content=content)).status_code == 200


@pytest.mark.parametrize(
    "content", [body(_BYTES_MAX + 1), chunks(_BYTES_MAX + 1)], ids=["with length", "in chunks"]
)
async def test_more_is_refused_with_a_problem(client: httpx.AsyncClient, content: bytes) -> None:
    answer = await client.post("/things", content=content)

    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "/problems/body-too-large"
    assert answer.json()["detail"] == "A request may have at most 100 bytes."
