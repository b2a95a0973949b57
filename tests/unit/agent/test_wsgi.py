import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import pytest

from pydash_agent.auth import Token
from pydash_agent.protocol.service import Service
from pydash_agent.wsgi import Mount
from tests.unit.agent.memory_source import MemorySource

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

TOKEN = "correct-horse-battery"


def _app(_environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    start_response("204 No Content", [])
    return [b"the app's"]


def _get(mount: Mount, path: str, **environ: str) -> tuple[str, dict[str, str], bytes]:
    answered: list[tuple[str, dict[str, str]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], *_: object) -> Callable[[bytes], object]:
        answered.append((status, dict(headers)))
        return lambda written: written

    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": path} | environ
    body = b"".join(mount(asked, start_response))
    ((status, headers),) = answered
    return status, headers, body


@pytest.mark.parametrize("prefix", ["/dashboard", "dashboard", "/dashboard/", "//dashboard//"])
def test_answers_below_its_prefix(prefix: str) -> None:
    mount = Mount(_app, prefix, Service(MemorySource(), Token(TOKEN)))
    status, headers, body = _get(
        mount, "/dashboard/pydash/v2/count", HTTP_AUTHORIZATION=f"Bearer {TOKEN}", QUERY_STRING="after="
    )
    assert status == "200 OK"
    assert headers["Content-Type"] == "application/json"
    assert json.loads(body) == {"rows": 0}


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/dashboard",
        "/dashboard/pydash/v2",
        "/dashboard/pydash/v20/count",
        "/x/dashboard/pydash/v2/count",
    ],
)
def test_leaves_everything_else_to_the_app(path: str) -> None:
    mount = Mount(_app, "/dashboard", Service(MemorySource(), Token(TOKEN)))
    assert _get(mount, path) == ("204 No Content", {}, b"the app's")


def test_may_stand_at_the_root() -> None:
    mount = Mount(_app, "", Service(MemorySource(), Token(TOKEN)))
    status, headers, body = _get(mount, "/pydash/v2/about")
    assert (status, headers["WWW-Authenticate"]) == ("401 Unauthorized", "Bearer")
    assert json.loads(body)["error"] == "unauthorized"
