from uuid import UUID

import httpx
import pytest
import structlog
from fastapi import FastAPI, Response

from services.api.problem.handlers import install_problem_handlers
from services.api.security.headers import SecurityHeaders


def make_app(*, secure: bool = True) -> FastAPI:
    app = FastAPI()
    install_problem_handlers(app)
    app.add_middleware(SecurityHeaders, secure=secure, trusted_proxies=())

    @app.get("/api/v1/things")
    async def get_things() -> list[str]:
        structlog.get_logger("test").info("things_asked_for")
        return []

    @app.get("/api/v1/streams")
    async def get_streams(response: Response) -> None:
        response.headers["Cache-Control"] = "max-age=5"

    @app.get("/broken")
    async def get_broken() -> None:
        raise LookupError("hunter2")

    @app.get("/page")
    async def get_page() -> str:
        return "page"

    return app


async def ask(path: str, *, secure: bool = True) -> httpx.Response:
    transport = httpx.ASGITransport(make_app(secure=secure), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="https://pydash.example") as client:
        return await client.get(path)


@pytest.mark.parametrize("path", ["/page", "/api/v1/things", "/api/v1/absent", "/broken"])
async def test_every_answer_is_armoured(path: str) -> None:
    headers = (await ask(path)).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize("path", ["/page", "/broken"])
async def test_pages_may_load_and_call_nothing_but_ours(path: str) -> None:
    policy = (await ask(path)).headers["content-security-policy"]
    directives = dict(directive.split(" ", maxsplit=1) for directive in policy.split("; "))

    assert directives["default-src"] == "'self'"
    assert directives["script-src"] == "'self'"
    assert directives["object-src"] == "'none'"
    assert directives["base-uri"] == "'none'"
    assert directives["frame-ancestors"] == "'none'"
    assert directives["form-action"] == "'self'"
    assert "unsafe-eval" not in policy
    assert "unsafe-inline" not in directives["script-src"]


async def test_without_tls_browsers_are_not_told_to_insist_on_it() -> None:
    assert "strict-transport-security" not in (await ask("/page", secure=False)).headers


async def test_answers_of_the_api_are_not_kept_unless_they_say_so() -> None:
    assert (await ask("/api/v1/things")).headers["cache-control"] == "no-store"
    assert (await ask("/api/v1/absent")).headers["cache-control"] == "no-store"
    assert (await ask("/api/v1/streams")).headers["cache-control"] == "max-age=5"
    assert "cache-control" not in (await ask("/page")).headers


async def test_each_request_has_an_id_of_its_own() -> None:
    ids = {(await ask("/page")).headers["x-request-id"] for _ in range(3)}

    assert len(ids) == 3
    assert all(str(UUID(request_id)) == request_id for request_id in ids)


async def test_the_id_of_a_request_is_in_its_log_lines(log_lines: list[structlog.typing.EventDict]) -> None:
    answer = await ask("/api/v1/things")

    assert [line["request_id"] for line in log_lines] == [answer.headers["x-request-id"]]


async def test_the_line_about_a_failed_request_can_be_found_by_what_the_client_was_told(
    log_lines: list[structlog.typing.EventDict],
) -> None:
    answer = await ask("/broken")

    (line,) = [line for line in log_lines if line["event"] == "request_failed"]
    assert answer.json()["instance"] == f"urn:uuid:{answer.headers['x-request-id']}"
    assert line["request_id"] == answer.headers["x-request-id"]


async def test_what_is_no_http_passes_untouched() -> None:
    passed: list[str] = []

    async def app(scope: object, receive: object, send: object) -> None:
        assert isinstance(scope, dict)
        passed.append(scope["type"])

    async def nothing(*_: object) -> None:
        raise AssertionError("nothing is received or sent")

    middleware = SecurityHeaders(app, secure=True, trusted_proxies=())
    await middleware({"type": "lifespan"}, nothing, nothing)  # type: ignore[arg-type]

    assert passed == ["lifespan"]
