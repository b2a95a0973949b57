"""The measuring around a WSGI app. What Flask itself leaves in the environment is asked of a real one elsewhere."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from pydash_agent.monitor.wsgi import Measured
from tests.unit.agent.monitor.recording import recording_monitor

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def _call(app: "WSGIApplication", **environ: object) -> list[str]:
    said: list[str] = []

    def start_response(status: str, *_: object) -> object:
        said.append(status)
        return None

    list(app({"REMOTE_ADDR": "192.0.2.1"} | environ, start_response))  # type: ignore[arg-type]
    return said


def _twice(_environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    start_response("200 OK", [])
    start_response("500 INTERNAL SERVER ERROR", [])
    return [b"sorry"]


def test_a_response_that_is_begun_twice_is_one_call() -> None:
    monitor, recorder = recording_monitor()
    request = SimpleNamespace(endpoint="cart.add", remote_addr="198.51.100.7")
    app = Measured(_twice, monitor, lambda: "ada")
    assert _call(app, **{"werkzeug.request": request}) == ["200 OK", "500 INTERNAL SERVER ERROR"]
    (call,) = recorder.calls
    assert call[2:] == ("cart.add", "ada", "198.51.100.7", 200)


def test_an_app_that_fails_before_it_knows_its_route_is_a_call() -> None:
    def broken(_environ: "WSGIEnvironment", _start_response: "StartResponse") -> Iterable[bytes]:
        raise RuntimeError

    monitor, recorder = recording_monitor()
    with pytest.raises(RuntimeError):
        _call(Measured(broken, monitor, lambda: ""))
    (call,) = recorder.calls
    assert call[2:] == ("(unmatched)", "", "192.0.2.1", 500)
