"""Pages of other sites: closed to all of them, but for those that the operator names."""

import httpx

from tests.fixtures.cast import running_api

WALL = "https://wall.example"
ASKS = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"}


async def preflight(database_url: str, redis_url: str, origin: str, **settings: str) -> httpx.Response:
    async with running_api(database_url, redis_url, **settings) as app:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://pydash.example") as client:
            return await client.options("/api/v1/dashboards", headers={"Origin": origin, **ASKS})


async def test_no_other_site_may_call_the_api(fresh_database: str, redis_url: str) -> None:
    answer = await preflight(fresh_database, redis_url, WALL)
    assert not [name for name in answer.headers if name.startswith("access-control")]


async def test_a_site_that_was_named_may_with_a_key_and_no_cookies(
    fresh_database: str, redis_url: str
) -> None:
    answer = await preflight(fresh_database, redis_url, WALL, cors_origins=WALL)
    assert answer.headers["Access-Control-Allow-Origin"] == WALL
    assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer.headers


async def test_a_site_that_was_not_named_may_not(fresh_database: str, redis_url: str) -> None:
    answer = await preflight(fresh_database, redis_url, "https://evil.example", cors_origins=WALL)
    assert "Access-Control-Allow-Origin" not in answer.headers
