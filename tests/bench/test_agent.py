"""Claim: PyDash's monitor adds to a request a small part of what Flask-MonitoringDashboard (FMD) 5.1 adds.

The same request is handled again and again by the same app: bare, under the monitor, and under FMD at its default
level. They take turns. What is measured is a request from its beginning until its call is written to SQLite,
whichever thread does that: what the processor has to do, not only what the visitor waits for. What the bare app
takes is taken off. FMD is for Flask alone, so the monitor of FastAPI is beside the same peer.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import pytest
from fastapi import FastAPI
from starlette.types import ASGIApp, Message

from deploy.local.demo.environment import RUN_SETTINGS
from deploy.local.embedded.process import base_environment
from deploy.local.home import PROJECT
from pydash_agent.fastapi import monitor
from pydash_agent.monitor.installed import Monitor
from pydash_agent.monitor.recorder import Recorder
from tests.bench.figures import publish
from tests.bench.measure import ROUNDS
from tests.fixtures.bridged import NEWEST

pytestmark = pytest.mark.bench

# Fewer than the monitor's queue holds, so that nothing is dropped.
REQUESTS = 8_000
# FMD takes milliseconds.
REQUESTS_FMD = 200
US_PER_SECOND = 1_000_000
_PEER = "Flask-MonitoringDashboard 5.1"
_SCRIPT = Path(__file__).parent / "peers" / "flask_requests.py"


class FlaskApp:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def seconds(self, requests: int) -> float:
        """For one of them."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{requests}\n")
        self._process.stdin.flush()
        for line in self._process.stdout:
            said, _, seconds = line.partition(" ")
            if said == "seconds":
                return float(seconds) / requests
        raise RuntimeError("the app ended")


@contextmanager
def _flask_app(kind: str, folder: Path) -> Iterator[FlaskApp]:
    environment = base_environment(without=("PYDASH_", "PYTHON")) | RUN_SETTINGS
    with subprocess.Popen(
        [NEWEST.environment.python, _SCRIPT, kind, folder],
        env=environment | {"PYTHONPATH": str(PROJECT / "agent")},
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield FlaskApp(process)


@pytest.mark.timeout(600)
async def test_what_a_monitored_request_costs(tmp_path: Path) -> None:
    await NEWEST.environment.ensure()
    bare_fastapi, (monitored_fastapi, recorder) = _fastapi_app(), _monitored(_fastapi_app(), tmp_path)
    least: dict[str, float] = {}

    def take(name: str, seconds: float) -> None:
        least[name] = min(seconds, least.get(name, seconds))

    with (
        _flask_app("bare", tmp_path) as bare,
        _flask_app("monitor", tmp_path) as monitored,
        _flask_app("fmd", tmp_path) as fmd,
    ):
        for _ in range(ROUNDS):
            take("flask", bare.seconds(REQUESTS))
            take("flask monitored", monitored.seconds(REQUESTS))
            take("flask under fmd", fmd.seconds(REQUESTS_FMD))
            take("fastapi", await _seconds(bare_fastapi))
            take("fastapi monitored", await _seconds(monitored_fastapi, recorder))

    fmd_us = (least["flask under fmd"] - least["flask"]) * US_PER_SECOND
    for framework in ("flask", "fastapi"):
        added_us = (least[f"{framework} monitored"] - least[framework]) * US_PER_SECOND
        name = f"agent_us_{framework}"
        publish(name, value=added_us, unit="us/request", peer=_PEER, peer_value=fmd_us, less_is_better=True)
        publish(
            f"agent_times_bare_{framework}",
            value=least[f"{framework} monitored"] / least[framework],
            unit=f"times a bare request of {framework}, without a network",
        )


def _fastapi_app() -> FastAPI:
    app = FastAPI()

    @app.get("/home")
    async def home() -> str:
        return "ok"

    return app


def _monitored(app: FastAPI, folder: Path) -> tuple[FastAPI, Recorder]:
    monitor(app, token="a-token-of-the-benchmarks", path=folder / "fastapi.db", version="1")
    (measured,) = (added.kwargs["monitor"] for added in app.user_middleware if "monitor" in added.kwargs)
    assert isinstance(measured, Monitor)
    return app, measured.recorder


async def _seconds(app: ASGIApp, recorder: Recorder | None = None) -> float:
    """For one request."""
    started = perf_counter()
    for _ in range(REQUESTS):
        scope = {"type": "http", "method": "GET", "path": "/home", "headers": [], "query_string": b""}
        await app({**scope, "client": ("192.0.2.1", 50_000)}, _receive, _send)
    if recorder is not None:
        recorder.close()
    return (perf_counter() - started) / REQUESTS


async def _receive() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


async def _send(_message: Message) -> None:
    pass
