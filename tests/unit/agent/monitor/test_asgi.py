"""What is measured of a Starlette or FastAPI app, and under which name."""

from collections.abc import AsyncIterator, Callable
from functools import partial
from time import perf_counter, time_ns
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI, HTTPException, Request
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.endpoints import HTTPEndpoint
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.types import Message
from starlette.websockets import WebSocket

from pydash_agent.monitor.asgi import Measured, endpoint_name
from tests.unit.agent.monitor.recording import ListRecorder, recording_monitor
from tests.unit.agent.monitor.serving import serving

_SLOW_SECONDS = 0.05


def _wait() -> None:
    until = perf_counter() + _SLOW_SECONDS
    while perf_counter() < until:
        pass


async def plain(_request: Request) -> Response:
    return PlainTextResponse("plain")


class Resource(HTTPEndpoint):
    async def get(self, _request: Request) -> Response:
        return PlainTextResponse("resource")


def _app(group_by: Callable[[Request], object] = lambda _request: "guest") -> tuple[FastAPI, ListRecorder]:
    app = FastAPI()
    items = APIRouter()

    @items.get("/items/{item_id}")
    async def read_item(item_id: int) -> int:
        if item_id == 404:
            raise HTTPException(404)
        return item_id

    @app.get("/broken")
    async def broken() -> None:
        raise RuntimeError

    @app.get("/stream")
    async def stream() -> StreamingResponse:
        async def parts() -> AsyncIterator[bytes]:
            _wait()
            yield b"slow"

        return StreamingResponse(parts(), background=BackgroundTask(_wait))

    @app.get("/slow")
    async def slow() -> str:
        _wait()
        return "slow"

    @app.websocket("/socket")
    async def socket(websocket: WebSocket) -> None:
        await websocket.accept()
        await websocket.close()

    app.include_router(items, prefix="/shops/{shop}")
    app.mount(
        "/inner/{tenant}",
        Starlette(routes=[Route("/{x}", plain), Mount("/r", routes=[Route("/c", Resource)])]),
    )
    monitor, recorder = recording_monitor()
    app.add_middleware(Measured, monitor=monitor, group_by=group_by)
    return app, recorder


async def _visit(app: FastAPI, *paths: str, **headers: str) -> None:
    async with serving(app) as client:
        for path in paths:
            await client.get(path, headers=headers)


async def test_endpoints_have_one_name_whatever_their_paths_hold() -> None:
    app, recorder = _app()
    await _visit(app, "/shops/1/items/2", "/shops/2/items/3", "/inner/a/x", "/inner/b/y", "/inner/a/r/c")
    here = __name__
    assert [call.endpoint for call in recorder.calls] == [
        *[f"{here}._app.read_item"] * 2,
        *[f"{here}.plain"] * 2,
        f"{here}.Resource",
    ]


async def test_what_no_route_was_found_for_has_one_name() -> None:
    app, recorder = _app()
    await _visit(app, "/wp-login.php", "/shops", "/inner/a/b/c")
    assert {(call.endpoint, call.status) for call in recorder.calls} == {("(unmatched)", 404)}
    assert len(recorder.calls) == 3


@pytest.mark.parametrize("path", ["/dashboard", "/dashboard/"])
async def test_what_only_pydash_looks_for_is_no_call(path: str) -> None:
    app, recorder = _app()
    await _visit(app, path, "/dashboards")
    assert len(recorder.calls) == 1
    app.add_api_route(path, plain)
    await _visit(app, path)
    assert recorder.calls[1].endpoint == f"{__name__}.plain"


async def test_the_status_is_the_one_that_the_visitor_gets() -> None:
    app, recorder = _app()
    await _visit(app, "/shops/1/items/2", "/shops/1/items/404", "/shops/1/items/x", "/broken")
    assert [call.status for call in recorder.calls] == [200, 404, 422, 500]


async def test_a_call_has_the_time_it_began_and_how_long_it_took() -> None:
    app, recorder = _app()
    before = time_ns() // 1000
    await _visit(app, "/slow")
    (call,) = recorder.calls
    assert before <= call.at_us <= time_ns() // 1000 - _SLOW_SECONDS * 1e6
    assert call.execution_ms >= _SLOW_SECONDS * 1e3


async def test_streams_and_background_tasks_are_not_waited_for() -> None:
    app, recorder = _app()
    await _visit(app, "/stream")
    (call,) = recorder.calls
    assert call.execution_ms < _SLOW_SECONDS * 1e3


async def test_the_group_is_asked_of_the_request() -> None:
    app, recorder = _app(lambda request: request.headers["x-user"])
    await _visit(app, "/slow", **{"x-user": "ada"})
    await _visit(app, "/slow", **{"x-user": "x" * 500})
    assert [call.group_by for call in recorder.calls] == ["ada", "x" * 200]


@pytest.mark.parametrize(("given", "kept"), [(None, ""), (7, "7"), ("half \ud83d a pair", "half ? a pair")])
async def test_a_group_is_made_a_text_that_can_be_written(given: object, kept: str) -> None:
    app, recorder = _app(lambda _request: given)
    await _visit(app, "/stream")
    assert [call.group_by for call in recorder.calls] == [kept]


async def test_a_group_that_cannot_be_told_fails_no_request() -> None:
    app, recorder = _app(lambda request: request.headers["x-missing"])
    async with serving(app) as client:
        assert (await client.get("/slow")).status_code == 200
    assert [call.group_by for call in recorder.calls] == [""]
    assert "x-missing" in recorder.told[0]


async def test_sockets_pass_unmeasured() -> None:
    app, recorder = _app()
    said: list[str] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        said.append(message["type"])

    await app({"type": "websocket", "path": "/socket", "headers": [], "query_string": b""}, receive, send)
    assert said == ["websocket.accept", "websocket.close"]
    assert recorder.calls == []


async def test_writes_what_is_left_when_the_app_shuts_down() -> None:
    app, recorder = _app()
    async with serving(app):
        assert not recorder.is_closed
    assert recorder.is_closed


@pytest.mark.parametrize(
    ("endpoint", "name"),
    [
        (None, "(unmatched)"),
        (plain, f"{__name__}.plain"),
        (partial(partial(plain), None), f"{__name__}.plain"),
        (Resource, f"{__name__}.Resource"),
        (ListRecorder(), "tests.unit.agent.monitor.recording.ListRecorder"),
        (Starlette(), "(unmatched)"),
    ],
)
def test_an_endpoint_is_named_by_what_handles_it(endpoint: Any, name: str) -> None:
    assert endpoint_name(endpoint) == name
