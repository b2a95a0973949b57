from typing import Annotated, Any, Literal, get_args
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI, HTTPException, Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, SecretStr
from pydantic_core.core_schema import ErrorType

from services.api.problem.handlers import install_problem_handlers
from services.api.problem.messages import _MESSAGES
from services.api.problem.schemas import PROBLEM_JSON, Problem
from services.api.security.headers import SecurityHeaders
from shared.problem.errors import ConflictError, InvalidInputError, NotFoundError, UnauthenticatedError
from shared.query.errors import InvalidQueryError

_ERRORS: dict[str, Exception] = {
    "not-found": NotFoundError("There is no such dashboard."),
    "conflict": ConflictError("Already added."),
    "unauthenticated": UnauthenticatedError("Sign in."),
    "input": InvalidInputError("name: too long", pointer="#/body/name"),
    "input-without-pointer": InvalidInputError("Too long."),
    "query": InvalidQueryError("week", "must be one of 2018-W17"),
    "teapot": HTTPException(418, "Short and stout.", {"X-Handle": "1"}),
    "bug": LookupError("postgresql://user:hunter2@db/pydash"),
}


class Thing(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=3)
    password: SecretStr = Field(min_length=8, max_length=256)
    label: str = Field("a", min_length=1)
    sizes: list[int] = Field([], max_length=2)
    by_key: dict[str, Annotated[int, Field(ge=1)]] = Field({})
    kind: Literal["a", "b"] = "a"
    at: AwareDatetime | None = None
    id: UUID | None = None
    sounds: bool = True


def make_app() -> FastAPI:
    app = FastAPI()
    install_problem_handlers(app)
    app.add_middleware(SecurityHeaders, secure=True, trusted_proxies=())

    @app.get("/errors/{name}")
    async def get_error(name: str) -> None:
        raise _ERRORS[name]

    @app.post("/things")
    async def add_thing(thing: Thing, limit: Annotated[int, Query(ge=1)] = 1) -> None:
        del thing, limit

    return app


async def ask(method: str, path: str, **arguments: Any) -> httpx.Response:
    transport = httpx.ASGITransport(make_app(), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="https://pydash.example") as client:
        return await client.request(method, path, **arguments)


async def problem(name: str) -> dict[str, Any]:
    answer = await ask("GET", f"/errors/{name}")
    body: dict[str, Any] = answer.json()

    assert answer.headers["content-type"] == PROBLEM_JSON
    assert body["status"] == answer.status_code
    assert body.pop("instance") == f"urn:uuid:{answer.headers['x-request-id']}"
    return body


async def test_an_expected_error_says_what_it_is() -> None:
    assert await problem("not-found") == {
        "type": "/problems/not-found",
        "title": "Not found",
        "status": 404,
        "detail": "There is no such dashboard.",
    }


@pytest.mark.parametrize(
    ("name", "kind", "status"),
    [
        ("conflict", "/problems/conflict", 409),
        ("unauthenticated", "/problems/unauthenticated", 401),
        ("query", "/problems/invalid-query", 422),
        ("teapot", "/problems/i'm-a-teapot", 418),
        ("bug", "/problems/internal", 500),
    ],
)
async def test_each_kind_has_its_status_and_type(name: str, kind: str, status: int) -> None:
    body = await problem(name)

    assert (body["type"], body["status"]) == (kind, status)


async def test_invalid_input_points_to_the_field() -> None:
    body = await problem("input")

    assert body["errors"] == [{"pointer": "#/body/name", "detail": "name: too long"}]
    assert "errors" not in await problem("input-without-pointer")


async def test_a_wrong_parameter_of_a_query_is_named_with_what_is_allowed() -> None:
    body = await problem("query")

    assert body["errors"] == [{"pointer": "#/query/week", "detail": "week: must be one of 2018-W17"}]


async def test_headers_of_an_error_reach_the_client() -> None:
    assert (await ask("GET", "/errors/unauthenticated")).headers["www-authenticate"] == "Bearer"
    assert (await ask("GET", "/errors/teapot")).headers["x-handle"] == "1"


async def test_a_bug_tells_nothing_of_itself() -> None:
    answer = await ask("GET", "/errors/bug")

    assert answer.status_code == 500
    assert "hunter2" not in answer.text
    assert "LookupError" not in answer.text


async def test_each_offending_field_is_pointed_to() -> None:
    body = (await ask("POST", "/things?limit=0", json={"name": "long name", "password": "short"})).json()

    assert body["type"] == "/problems/invalid-input"
    assert {error["pointer"] for error in body["errors"]} == {
        "#/query/limit",
        "#/body/name",
        "#/body/password",
    }
    assert all(error["detail"] and error["detail"] in body["detail"] for error in body["errors"])


async def test_what_was_entered_is_not_repeated() -> None:
    answer = await ask("POST", "/things", json={"name": "long name", "password": "hunter2"})

    assert answer.status_code == 422
    assert "hunter2" not in answer.text
    assert "long name" not in answer.text


@pytest.mark.parametrize(
    ("fields", "pointer", "detail"),
    [
        ({"name": None}, "name", "must be text"),
        ({"name": "long name"}, "name", "must have at most 3 characters"),
        ({"password": "short"}, "password", "must have at least 8 characters, not 5"),
        ({"password": "x" * 300}, "password", "must have at most 256 characters, not 300"),
        ({"password": ""}, "password", "must not be empty"),
        ({"label": ""}, "label", "must not be empty"),
        ({"sizes": [1, 2, 3]}, "sizes", "must have at most 2 items, not 3"),
        ({"sizes": [1, "a"]}, "sizes/1", "must be a whole number"),
        ({"sizes": {}}, "sizes", "must be a list"),
        ({"by_key": {"a/b~c": 0}}, "by_key/a~1b~0c", "must be at least 1"),
        ({"by_key": "a"}, "by_key", "must be an object"),
        ({"kind": "c"}, "kind", "must be 'a' or 'b'"),
        ({"at": "tomorrow"}, "at", "must be a date and time such as 2026-11-21T12:00:00Z"),
        ({"at": "2026-11-21T12:00:00"}, "at", "must say its time zone, as 2026-11-21T12:00:00Z does"),
        ({"id": "nope"}, "id", "must be a UUID, such as ids are"),
        ({"sounds": "maybe"}, "sounds", "must be true or false"),
        ({"other/~": 1}, "other~1~0", "is not known here"),
    ],
)
async def test_each_error_points_to_its_field_in_words_for_people(
    fields: dict[str, Any], pointer: str, detail: str
) -> None:
    answer = await ask("POST", "/things", json={"name": "a", "password": "long enough", **fields})

    assert answer.json()["errors"] == [{"pointer": f"#/body/{pointer}", "detail": detail}]


@pytest.mark.parametrize(
    ("content", "pointer", "detail"),
    [
        (b'{"name": "a",', "#/body", "is no valid JSON"),
        (b"name=a&password=b", "#/body", "is no valid JSON"),
        (b"", "#/body", "is missing"),
        (b"[1]", "#/body", "must be an object"),
        (b'{"password": "long enough"}', "#/body/name", "is missing"),
    ],
)
async def test_a_body_that_is_no_object_of_these_fields_says_so(
    content: bytes, pointer: str, detail: str
) -> None:
    answer = await ask("POST", "/things", content=content, headers={"Content-Type": "application/json"})

    assert answer.json()["errors"] == [{"pointer": pointer, "detail": detail}]


async def test_a_form_in_place_of_json_is_told_what_is_expected() -> None:
    answer = await ask("POST", "/things", data={"name": "a"})

    assert answer.json()["errors"] == [{"pointer": "#/body", "detail": "must be an object"}]


def test_every_message_is_of_an_error_that_there_is() -> None:
    assert _MESSAGES.keys() <= {*get_args(ErrorType)}


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[]", b"null", b'"text"', b"[" * 100_000])
async def test_a_body_that_cannot_be_read_is_invalid_input(content: bytes) -> None:
    answer = await ask("POST", "/things", content=content, headers={"Content-Type": "application/json"})

    assert answer.status_code == 422
    assert answer.headers["content-type"] == PROBLEM_JSON


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/absent", 404), ("DELETE", "/things", 405)])
async def test_what_the_framework_refuses_is_a_problem_too(method: str, path: str, status: int) -> None:
    answer = await ask(method, path)

    assert answer.status_code == status
    assert Problem.model_validate(answer.json()).status == status
    assert answer.headers["content-type"] == PROBLEM_JSON
