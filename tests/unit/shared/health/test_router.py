from collections.abc import Mapping

import httpx
from fastapi import FastAPI

from shared.health.router import Check, health_router


async def fine() -> None:
    return


async def broken() -> None:
    raise ConnectionRefusedError("postgresql://pydash:hunter2@db:5432/pydash")


async def ask(path: str, checks: Mapping[str, Check]) -> httpx.Response:
    app = FastAPI()
    app.include_router(health_router(checks))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://probe") as client:
        return await client.get(path)


async def test_a_process_lives_whatever_its_checks_say() -> None:
    answer = await ask("/healthz", {"database": broken})

    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


async def test_it_is_ready_when_every_check_passes() -> None:
    answer = await ask("/readyz", {"database": fine, "redis": fine})

    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "checks": {"database": "ok", "redis": "ok"}}


async def test_it_is_not_ready_when_one_check_fails_and_says_which() -> None:
    answer = await ask("/readyz", {"database": broken, "redis": fine})

    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "checks": {"database": "ConnectionRefusedError", "redis": "ok"}}
    assert "hunter2" not in answer.text
