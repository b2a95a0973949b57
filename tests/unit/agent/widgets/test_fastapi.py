"""The decorators in a FastAPI app."""

from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from typing import Annotated, Any

import httpx
import pytest
from fastapi import Depends, FastAPI, Request

from pydash_agent.widgets.fastapi import Widgets
from tests.fixtures.openssl import decrypted
from tests.fixtures.widget_cases import CASES, XML, Case

KEY, PASSWORD = "c6e1f2a4-key", "correct horse"
METHODS = ["GET", "POST"]


def basic(key: str) -> dict[str, str]:
    return {"Authorization": "Basic " + b64encode(f"{key}:X".encode()).decode()}


def asking(app: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://app.example")


def serving(decorate: Callable[..., Any], value: Any) -> FastAPI:
    app = FastAPI()

    @app.api_route("/widget", methods=METHODS)
    @decorate
    def widget() -> Any:
        return value

    return app


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_json_and_xml(case: Case) -> None:
    decorate = getattr(Widgets(), case.kind)
    async with asking(serving(decorate(**case.options) if case.options else decorate, case.value)) as http:
        as_json, as_xml = await http.get("/widget?format=2"), await http.get("/widget")

    assert (as_json.text, as_json.headers["content-type"]) == (case.json, "application/json")
    assert (as_xml.text, as_xml.headers["content-type"]) == (XML + case.xml, "application/xml")


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    """An app with a widget of each manner of writing one."""
    app, widgets, closed = FastAPI(), Widgets(), Widgets(api_key=KEY, password=PASSWORD)

    async def doubled(number: int) -> int:
        return number * 2

    @app.api_route("/bare/{number}", methods=METHODS)
    @widgets.number
    def bare(number: int) -> int:
        return number

    @app.api_route("/called", methods=METHODS)
    @widgets.number()
    async def called() -> int:
        return 10

    @app.api_route("/always-json", methods=METHODS)
    @widgets.number(format="json")
    def always_json() -> int:
        return 10

    @app.api_route("/injected/{number}", methods=METHODS)
    @widgets.text
    async def injected(request: Request, twice: Annotated[int, Depends(doubled)]) -> str:
        return f"{request.method} {twice}"

    @app.api_route("/closed", methods=METHODS)
    @closed.number
    def behind_a_key() -> int:
        return 10

    @app.api_route("/encrypted", methods=METHODS)
    @closed.number(encrypted=True)
    def secret() -> int:
        return 10

    @app.get("/broken")
    @widgets.bullet
    def broken() -> dict[str, int]:
        return {"current": 5}

    async with asking(app) as client:
        yield client


TEN_JSON, TEN_XML = '{"item": [{"value": 10}]}', XML + "<root><item><value>10</value></item></root>"


@pytest.mark.parametrize("path", ["/bare/10", "/called"])
@pytest.mark.parametrize("method", METHODS)
async def test_with_and_without_arguments_by_both_methods(
    http: httpx.AsyncClient, path: str, method: str
) -> None:
    assert (await http.request(method, path)).text == TEN_XML
    assert (await http.request(method, path, params={"format": "json"})).text == TEN_JSON


async def test_the_form_says_the_format_before_the_query(http: httpx.AsyncClient) -> None:
    assert (await http.post("/called", data={"format": "2"})).text == TEN_JSON
    assert (await http.post("/called?format=1", data={"format": "2"})).text == TEN_JSON
    assert (await http.post("/called?format=2", data={"format": "1"})).text == TEN_XML
    assert (await http.post("/called?format=2", data={"other": "1"})).text == TEN_JSON


async def test_a_format_of_its_own_goes_before_all(http: httpx.AsyncClient) -> None:
    assert (await http.post("/always-json?format=1", data={"format": "1"})).text == TEN_JSON


async def test_a_view_keeps_its_parameters(http: httpx.AsyncClient) -> None:
    answer = await http.post("/injected/21?format=json")
    assert answer.json()["item"] == [{"text": "POST 42", "type": 0}]
    assert (await http.get("/bare/many")).status_code == 422


@pytest.mark.parametrize(
    "headers",
    [
        {},
        basic("another"),
        basic(""),
        {"Authorization": "Basic"},
        {"Authorization": "Basic *"},
        {"Authorization": "Basic " + b64encode(b"\xff\xfe").decode()},
        {"Authorization": f"Bearer {KEY}"},
    ],
)
async def test_a_wrong_key_gets_nothing(http: httpx.AsyncClient, headers: dict[str, str]) -> None:
    answer = await http.get("/closed?format=json", headers=headers)

    assert answer.status_code == 403
    assert answer.text == "The API key is not correct."


async def test_the_key_is_the_user_name_of_basic(http: httpx.AsyncClient) -> None:
    assert (await http.get("/closed", headers=basic(KEY))).text == TEN_XML
    alone = {"Authorization": "basic " + b64encode(KEY.encode()).decode()}
    assert (await http.get("/closed", headers=alone)).text == TEN_XML


async def test_openssl_decrypts_the_answer(http: httpx.AsyncClient) -> None:
    answer = await http.get("/encrypted?format=json", headers=basic(KEY))

    assert decrypted(answer.text, PASSWORD) == TEN_JSON


@pytest.mark.parametrize("method", METHODS)
async def test_an_encrypted_widget_is_refused_as_xml(http: httpx.AsyncClient, method: str) -> None:
    answer = await http.request(method, "/encrypted", headers=basic(KEY))

    assert answer.status_code == 422
    assert "format=json" in answer.text


async def test_a_value_that_does_not_fit_says_what_is_missing(
    http: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await http.get("/broken")

    assert answer.status_code == 422
    assert "label, axis_points, comparative" in answer.text
    assert "label, axis_points, comparative" in caplog.text


# FastAPI's, of every route with two methods.
@pytest.mark.filterwarnings("ignore:Duplicate Operation ID")
async def test_the_schema_has_the_view_s_parameters_alone(
    http: httpx.AsyncClient,
) -> None:
    paths = (await http.get("/openapi.json")).json()["paths"]

    assert [each["name"] for each in paths["/bare/{number}"]["get"]["parameters"]] == ["number"]
    assert "parameters" not in paths["/called"]["get"]


async def test_encryption_without_a_password_is_a_mistake_of_the_app() -> None:
    async with asking(serving(Widgets().number(encrypted=True), 10)) as http:
        with pytest.raises(RuntimeError, match="GECKOBOARD_PASSWORD"):
            await http.get("/widget?format=json")
