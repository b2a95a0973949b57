"""An app is looked at before it is added: the API, a real fetcher at its queue, real apps."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import structlog
from arq.connections import ArqRedis
from arq.constants import job_key_prefix, result_key_prefix
from arq.worker import Worker
from sqlalchemy.pool import QueuePool

from services.api.dashboard.errors import SourceNotReadableError, source_error
from services.fetcher.main import work
from services.fetcher.resources import open_resources
from services.fetcher.settings import FetcherSettings
from services.fetcher.source.errors import SourceError
from shared.contracts.source_check import QUEUE, CheckUnansweredError, ask_for_check
from shared.log.configure import configure_logging
from shared.process.arq_worker import job, run_worker
from shared.process.background import background
from tests.fixtures.cast import Cast
from tests.fixtures.fmd import FmdAppFactory, FmdCall
from tests.fixtures.http_server import Answer, answering, http_server
from tests.fixtures.silent_redis import silent_redis
from tests.fixtures.waiting import eventually
from tests.integration.api.test_access import assert_problem

TOKEN = "the token that nobody may ever see"
_JOBS_MAX = 4
_FETCH_TIMEOUT_SECONDS = 5


@pytest.fixture
async def fetcher(cast: Cast) -> AsyncIterator[None]:
    """At work in this process, beside the API."""
    shared = cast.resources.settings
    settings = FetcherSettings.model_validate(
        {
            "database_url": shared.database_url,
            "redis_url": shared.redis_url,
            "token_keys": shared.token_keys,
            "fetch_allow": "127.0.0.0/8",
            "fetch_timeout": _FETCH_TIMEOUT_SECONDS,
            "response_bytes_max": 100_000,
            "jobs_max": _JOBS_MAX,
        }
    )
    async with open_resources(settings) as resources, background("fetcher", work(resources)):
        yield


async def register(cast: Cast, url: str, token: str = TOKEN, **fields: Any) -> Any:
    body = {"name": "new", "url": url, "token": token, **fields}
    return await cast.owner.post("/dashboards", json=body)


async def check(cast: Cast, url: str, token: str = TOKEN) -> dict[str, Any]:
    response = await cast.owner.post("/dashboards/check", json={"url": url, "token": token})
    assert response.status_code == 200, response.text
    shown: dict[str, Any] = response.json()
    return shown


async def urls(cast: Cast) -> list[str]:
    return [item["url"] for item in (await cast.owner.get("/dashboards")).json()["items"]]


@pytest.mark.usefixtures("fetcher")
async def test_an_app_that_can_be_read_is_added(cast: Cast, fmd_app: FmdAppFactory) -> None:
    moment = datetime(2026, 11, 20, 12, tzinfo=UTC)
    app = await fmd_app([FmdCall("home", 12.0, moment), FmdCall("home", 13.0, moment)])

    found = await check(cast, app.url, app.token)
    added = await register(cast, app.url, app.token)

    assert found["refusal"] is None
    assert (found["source"]["kind"], found["source"]["version"]) == ("fmd_1", "1.13.0")
    assert (found["source"]["total_calls"], found["source"]["warnings"]) == (2, [])
    assert added.status_code == 201, added.text
    assert app.url in await urls(cast)


@pytest.mark.usefixtures("fetcher")
async def test_a_wrong_token_is_told_at_its_field(cast: Cast, fmd_app: FmdAppFactory) -> None:
    app = await fmd_app()

    refused = await register(cast, app.url, "not the app's")

    assert_problem(refused, 422)
    assert refused.json()["type"] == "/problems/source-wrong-token"
    assert [error["pointer"] for error in refused.json()["errors"]] == ["#/body/token"]
    assert app.url not in await urls(cast)


@pytest.mark.usefixtures("fetcher")
@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (answering("200 OK", b"<html>a blog</html>"), "source-not-an-fmd"),
        (answering("404 Not Found"), "source-not-an-fmd"),
        (answering("302 Found", b"", "Location: /dashboard/login?next=x"), "source-unsupported-version"),
        (answering("500 Internal Server Error"), "source-http-status"),
        (answering("200 OK", b"x", "Content-Encoding: br"), "source-malformed-answer"),
        (answering("200 OK", b"x" * 200_000), "source-answer-too-large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_what_is_no_source_is_refused_and_not_stored(cast: Cast, answer: Answer, problem: str) -> None:
    before = await urls(cast)
    async with http_server(answer) as url:
        refused = await register(cast, url)
        seen = await check(cast, url)

    assert_problem(refused, 422)
    assert refused.json()["type"] == f"/problems/{problem}"
    assert [error["pointer"] for error in refused.json()["errors"]] == ["#/body/url"]
    assert refused.json()["detail"] == seen["refusal"]["detail"]
    assert seen["refusal"]["error"] == problem.removeprefix("source-").replace("-", "_")
    assert seen["source"] is None
    assert await urls(cast) == before


@pytest.mark.usefixtures("fetcher")
@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://127.0.0.1:1024/dashboard", "source-unreachable"),
        ("http://absent.invalid/dashboard", "source-unreachable"),
        ("http://169.254.169.254/dashboard", "source-address-not-allowed"),
        ("http://[::ffff:169.254.169.254]/dashboard", "source-address-not-allowed"),
    ],
)
async def test_what_cannot_or_may_not_be_reached_is_refused(cast: Cast, url: str, problem: str) -> None:
    refused = await register(cast, url)

    assert_problem(refused, 422)
    assert refused.json()["type"] == f"/problems/{problem}"


@pytest.mark.usefixtures("fetcher")
async def test_unchecked_it_is_added_though_nothing_answers(cast: Cast) -> None:
    added = await register(cast, "http://127.0.0.1:1024/dashboard", check=False)

    assert added.status_code == 201, added.text


@pytest.mark.usefixtures("fetcher")
async def test_a_check_does_not_wait_behind_the_turns_of_dashboards(cast: Cast) -> None:
    turns, go_on = 0, asyncio.Event()

    async def answer(_path: bytes, _writer: Any) -> None:
        nonlocal turns
        turns += 1
        await go_on.wait()

    async with http_server(answer) as slow, http_server(answering("200 OK")) as quick:
        for number in range(_JOBS_MAX + 30):
            assert (await register(cast, f"{slow}/{number}", check=False)).status_code == 201
        await eventually(lambda: asyncio.sleep(0, turns), lambda count: count >= _JOBS_MAX)
        async with asyncio.timeout(_FETCH_TIMEOUT_SECONDS - 1):
            # Before the first turn gives up.
            assert (await check(cast, quick))["refusal"]["error"] == "not_an_fmd"
        go_on.set()


@pytest.mark.usefixtures("fetcher")
async def test_a_known_url_is_refused_without_a_look(cast: Cast) -> None:
    asked: list[bytes] = []

    async def answer(path: bytes, _writer: Any) -> None:
        asked.append(path)

    async with http_server(answer) as url:
        assert (await register(cast, url, check=False)).status_code == 201
        seen = len(asked)
        assert_problem(await register(cast, url, "another"), 409)

    # The dashboard that was added is polled meanwhile, and that asks no more than this one page.
    assert len(asked) - seen <= 1


async def test_without_a_fetcher_nobody_waits_for_ever(cast: Cast) -> None:
    with pytest.raises(CheckUnansweredError, match="Timeout"):
        await ask_for_check(cast.resources.redis, "http://a.example", b"", timedelta(seconds=0.2))


async def test_with_a_redis_that_is_silent_nobody_waits_for_ever(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.process.answering._ANSWERS_WITHIN_SECONDS", 0.1)
    async with silent_redis() as redis:
        cast.app.state.resources = replace(cast.resources, redis=redis)
        unanswered = await cast.owner.post(
            "/dashboards/check", json={"url": "http://a.example", "token": TOKEN}
        )

    assert_problem(unanswered, 503)


async def test_a_fetcher_that_cannot_answer_is_away(cast: Cast) -> None:
    """One of the release before, which does not know the question."""

    async def something_else(_context: dict[Any, Any]) -> None: ...

    def older() -> Worker:
        pool = cast.resources.redis.connection_pool
        return Worker(
            functions=[job(something_else)],
            queue_name=QUEUE,
            redis_pool=ArqRedis(connection_pool=pool),
            handle_signals=False,
            poll_delay=0.05,
        )

    before = await urls(cast)
    async with background("older", run_worker(older)):
        refused = await register(cast, "http://new.example/dashboard")

    assert_problem(refused, 503)
    assert refused.json()["type"] == "/problems/fetcher-away"
    assert await urls(cast) == before


@pytest.mark.usefixtures("fetcher")
@pytest.mark.parametrize("path", ["/dashboards", "/dashboards/check"])
async def test_no_connection_to_the_database_waits_for_an_app(cast: Cast, path: str) -> None:
    arrived, go_on = asyncio.Event(), asyncio.Event()

    async def answer(_path: bytes, _writer: Any) -> None:
        arrived.set()
        await go_on.wait()

    async with http_server(answer) as url:
        body = {"name": "slow", "url": url, "token": TOKEN}
        asked = asyncio.ensure_future(cast.owner.post(path, json=body))
        await arrived.wait()
        pool = cast.resources.engine.pool
        assert isinstance(pool, QueuePool)
        assert pool.checkedout() == 0
        go_on.set()
        await asked


@pytest.mark.usefixtures("fetcher")
async def test_a_user_has_one_check_at_a_time(cast: Cast) -> None:
    arrived, go_on = asyncio.Event(), asyncio.Event()

    async def answer(_path: bytes, _writer: Any) -> None:
        arrived.set()
        await go_on.wait()

    async with http_server(answer) as url:
        first = asyncio.ensure_future(check(cast, url))
        await arrived.wait()
        body = {"url": url, "token": TOKEN}
        second = await cast.owner.post("/dashboards/check", json=body)
        assert_problem(second, 429)
        assert second.headers["retry-after"]
        other = asyncio.ensure_future(cast.stranger.post("/dashboards/check", json=body))
        go_on.set()
        assert (await other).status_code == 200
        assert (await first)["refusal"]["error"] == "unreachable"
    assert (await check(cast, url))["refusal"]["error"] == "unreachable"


@pytest.mark.usefixtures("fetcher")
async def test_nothing_of_a_check_stays_in_redis(cast: Cast, fmd_app: FmdAppFactory) -> None:
    app = await fmd_app()
    await check(cast, app.url, app.token)
    redis = cast.resources.redis

    for prefix in (job_key_prefix, result_key_prefix, "source-check:"):
        for key in await redis.keys(f"{prefix}*"):
            content = await redis.dump(key) or b""
            assert app.token.encode() not in content
            assert b"check_source" not in content


@pytest.fixture
def logged(cast: Cast, caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """All that either service logs, as talkative as they get."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    configure_logging("tests", cast.resources.settings.model_copy(update={"log_level": "DEBUG"}))
    root.addHandler(caplog.handler)
    yield caplog
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


@pytest.mark.usefixtures("fetcher")
async def test_the_token_is_never_shown_nor_logged(
    cast: Cast,
    fmd_app: FmdAppFactory,
    logged: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    app = await fmd_app(token=TOKEN)
    said = [
        await cast.owner.post("/dashboards/check", json={"url": app.url, "token": TOKEN}),
        await cast.owner.post("/dashboards/check", json={"url": f"{app.url}/x", "token": TOKEN}),
        await register(cast, f"{app.url}/y"),
        await register(cast, app.url),
        await register(cast, app.url),
        await register(cast, "http://[nonsense/"),
        await register(cast, "http://new.example", f"{TOKEN}\n{TOKEN}"),
        await cast.owner.get("/dashboards"),
        await cast.owner.get(f"/dashboards/{cast.dashboard_id}"),
    ]

    assert [each.status_code for each in said] == [200, 200, 422, 201, 409, 422, 422, 200, 200]
    assert logged.records
    for text in (*(each.text for each in said), logged.text, *capfd.readouterr()):
        assert TOKEN not in text
        # How a token begins that Fernet has encrypted.
        assert "gAAAA" not in text


def test_every_reason_of_the_fetcher_is_a_problem_of_its_own() -> None:
    reasons = {error.slug for error in SourceError.__subclasses__()}

    assert {source_error(reason) for reason in reasons}.isdisjoint({SourceNotReadableError})
    assert len({source_error(reason).slug for reason in reasons}) == len(reasons)
