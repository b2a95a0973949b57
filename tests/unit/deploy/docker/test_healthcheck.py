"""The images' health check against a server that is well, ill, silent or gone."""

import http.server
import socket
import threading
from collections.abc import Iterator

import pytest

from deploy.docker import healthcheck


class _Service(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/healthz" else 503)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Stays quiet."""


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    with http.server.HTTPServer(("127.0.0.1", 0), _Service) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        monkeypatch.setenv("PYDASH_PORT", str(server.server_port))
        yield server.server_port
        server.shutdown()
        thread.join()


def ask(path: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("sys.argv", ["healthcheck.py", path])
    return healthcheck.main()


@pytest.mark.usefixtures("port")
def test_an_answer_of_200_is_health(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask("/healthz", monkeypatch) == 0


@pytest.mark.usefixtures("port")
def test_any_other_answer_is_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask("/readyz", monkeypatch) == 1
    assert "status 503" in capsys.readouterr().err


def test_a_proxy_of_the_environment_is_not_asked(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{port + 1 if port < 65535 else port - 1}")
    assert ask("/healthz", monkeypatch) == 0


def test_nobody_listening_is_no_health(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as bound:
        # Bound, but not listening: nobody else can take the port meanwhile.
        bound.bind(("127.0.0.1", 0))
        monkeypatch.setenv("PYDASH_PORT", str(bound.getsockname()[1]))
        assert ask("/healthz", monkeypatch) == 1
    assert "ConnectionRefusedError" in capsys.readouterr().err


def test_silence_is_no_health(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(healthcheck, "_TIMEOUT_SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("PYDASH_PORT", str(silent.getsockname()[1]))
        assert ask("/healthz", monkeypatch) == 1
    assert "TimeoutError" in capsys.readouterr().err
