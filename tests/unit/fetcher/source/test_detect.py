import json
from datetime import timedelta

import httpx
import pytest

from services.fetcher.source.agent_v2.client import AgentV2
from services.fetcher.source.detect import find_source
from services.fetcher.source.errors import (
    HttpStatusError,
    NotAnFmdError,
    SourceError,
    SourceUnreachableError,
    UnsupportedVersionError,
    WrongTokenError,
)
from services.fetcher.source.fmd_v1.client import FmdV1
from services.fetcher.source.http import SourceHttp
from tests.unit.fetcher.source.agent_v2.answers import TOKEN, about
from tests.unit.fetcher.source.streamed import streamed

URL = "https://app.example/dashboard"
UNAUTHORIZED = b'{"error": "unauthorized", "detail": "the token is missing"}'


class App:
    """Answers so at each path below the URL, and at no other. It knows what it was asked, and with which token."""

    def __init__(self, **paths: tuple[int, bytes]) -> None:
        self._paths = paths
        self.location = ""
        self.asked: list[tuple[str, str | None]] = []

    def answer(self, request: httpx.Request) -> httpx.Response:
        name = request.url.path.rpartition("/")[2]
        authorization = request.headers.get("authorization")
        self.asked.append((name, authorization))
        status, body = self._paths.get(name, (404, b"<html>not found"))
        if status == 401 and authorization == f"Bearer {TOKEN}":
            status, body = 200, json.dumps(about()).encode()
        return streamed(body, status=status, location=self.location)

    async def find(self, token: str = TOKEN) -> FmdV1 | AgentV2:
        client = httpx.AsyncClient(transport=httpx.MockTransport(self.answer))
        return await find_source(SourceHttp(client, timedelta(seconds=5), 100_000), URL, token)


def details(version: str = "1.13.0") -> tuple[int, bytes]:
    fields = {"dashboard-version": version, "first-request": -1, "link": "dashboard", "total-requests": 0}
    return 200, json.dumps(fields).encode()


@pytest.mark.parametrize("version", ["1.12.0", "1.13.0", "2.0.7"])
async def test_an_fmd_with_an_export_is_found(version: str) -> None:
    app = App(get_json_details=details(version))

    assert isinstance(await app.find(), FmdV1)


async def test_a_token_is_not_sent_to_what_has_no_bridge() -> None:
    app = App(get_json_details=details())

    await app.find()

    assert app.asked == [("about", None), ("get_json_details", None)]


@pytest.mark.parametrize("foreign", [b"", b"<html>Sign in", b"[]", b'{"message": "Unauthorized"}'])
async def test_nor_to_another_program_that_asks_for_one(foreign: bytes) -> None:
    app = App(about=(401, foreign), get_json_details=details())

    assert isinstance(await app.find(), FmdV1)
    assert {authorization for _, authorization in app.asked} == {None}


async def test_a_bridge_is_found_by_how_it_refuses_and_told_the_token() -> None:
    app = App(about=(401, UNAUTHORIZED), get_json_details=details())

    found = await app.find()

    assert isinstance(found, AgentV2)
    assert (found.url, found.token) == (URL, TOKEN)
    assert app.asked == [("about", None), ("about", f"Bearer {TOKEN}")]


async def test_a_bridge_that_asks_for_no_token_is_found() -> None:
    assert isinstance(await App(about=(200, json.dumps(about()).encode())).find(), AgentV2)


async def test_a_bridge_with_another_token_says_so() -> None:
    with pytest.raises(WrongTokenError):
        await App(about=(401, UNAUTHORIZED)).find("another token")


async def test_a_bridge_of_a_later_protocol_is_not_taken_for_an_old_fmd() -> None:
    app = App(about=(200, b'{"protocol": 3, "agent": "later"}'), get_json_details=details())

    with pytest.raises(UnsupportedVersionError, match="protocol 3"):
        await app.find()


async def test_a_page_for_every_path_is_not_taken_for_a_bridge() -> None:
    app = App(about=(200, b"<html>"), get_json_details=(200, b"<html>"))

    with pytest.raises(NotAnFmdError, match="neither"):
        await app.find()


async def test_an_fmd_that_sends_to_its_login_needs_the_bridge() -> None:
    app = App(about=(302, b""), get_json_details=(302, b""))
    app.location = "/dashboard/login"

    with pytest.raises(UnsupportedVersionError, match="add the bridge: pip install pydash-agent"):
        await app.find()


async def test_a_bridge_that_fails_is_not_taken_for_a_missing_one() -> None:
    app = App(about=(500, b"<html>"), get_json_details=(302, b""))
    app.location = "/dashboard/login"

    with pytest.raises(HttpStatusError, match="500"):
        await app.find()


async def test_an_app_that_fails_at_paths_it_does_not_know_can_be_an_fmd() -> None:
    app = App(about=(500, b"<html>"), get_json_details=details())

    assert isinstance(await app.find(), FmdV1)


@pytest.mark.parametrize("status", [403, 405, 429, 502])
async def test_an_app_that_fails_everywhere_says_how(status: int) -> None:
    with pytest.raises(HttpStatusError, match=str(status)):
        await App(about=(status, b""), get_json_details=(status, b"")).find()


async def test_nothing_at_the_url_says_how_it_should_end() -> None:
    with pytest.raises(NotAnFmdError, match=r"https://app\.example/dashboard"):
        await App().find()


async def test_an_app_that_cannot_be_reached_is_asked_once() -> None:
    asked: list[str] = []

    def refuse(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        raise httpx.ConnectError("refused")

    client = httpx.AsyncClient(transport=httpx.MockTransport(refuse))
    with pytest.raises(SourceUnreachableError):
        await find_source(SourceHttp(client, timedelta(seconds=5), 100_000), URL, TOKEN)
    assert len(asked) == 1


async def test_whatever_goes_wrong_is_an_error_of_the_source() -> None:
    for body in (
        b"",
        b"\xff",
        b"[" * 100_000,
        b'{"protocol": 2, "agent": ""}',
        b'{"protocol": 2, "agent": null}',
    ):
        with pytest.raises(SourceError):
            await App(about=(200, body), get_json_details=(200, body)).find()
