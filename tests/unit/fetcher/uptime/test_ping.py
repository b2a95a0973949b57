"""What counts as up, what as down, and what as neither."""

from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest

from services.fetcher.source.http import SourceHttp
from services.fetcher.uptime.ping import Finding, ping
from shared.guard.transport import AddressRefusedError
from tests.unit.fetcher.source.streamed import streamed

URL = "https://app.example/dashboard"
UP = Finding(None)

Outcome = httpx.Response | Exception


class App:
    """Gives one outcome after the other, the last one again and again."""

    def __init__(self, *outcomes: Callable[[], Outcome]) -> None:
        self.asked: list[str] = []
        self.pauses: list[float] = []
        self._outcomes = outcomes

    async def pinged(self) -> Finding | None:
        client = httpx.AsyncClient(transport=httpx.MockTransport(self._answer))
        return await ping(SourceHttp(client, timedelta(seconds=5), 1000), URL, self._sleep)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        outcome = self._outcomes[min(len(self.asked), len(self._outcomes) - 1)]()
        self.asked.append(str(request.url))
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    async def _sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)


def status(code: int) -> Callable[[], Outcome]:
    return lambda: streamed(b"body", status=code)


def failing(error: Exception) -> Callable[[], Outcome]:
    return lambda: error


@pytest.mark.parametrize("code", [200, 204, 301, 302, 308, 400, 401, 403, 404, 429, 499])
async def test_any_answer_but_a_failure_shows_that_an_app_is_up(code: int) -> None:
    app = App(status(code))

    assert await app.pinged() == UP
    assert (app.asked, app.pauses) == ([URL], [])


@pytest.mark.parametrize(
    ("outcome", "error"),
    [
        (status(500), "http_status"),
        (status(502), "http_status"),
        (status(503), "http_status"),
        (status(599), "http_status"),
        (failing(httpx.ConnectError("refused")), "unreachable"),
        (failing(httpx.ReadError("reset")), "unreachable"),
        (failing(httpx.RemoteProtocolError("not HTTP")), "unreachable"),
        (failing(httpx.ConnectTimeout("slow")), "timeout"),
        (failing(httpx.ReadTimeout("slow")), "timeout"),
    ],
)
async def test_an_app_that_fails_twice_is_down(outcome: Callable[[], Outcome], error: str) -> None:
    app = App(outcome)

    assert await app.pinged() == Finding(error)
    assert (len(app.asked), app.pauses) == (2, [5.0])


@pytest.mark.parametrize("first", [status(503), failing(httpx.ConnectError("refused"))])
async def test_a_single_failure_is_no_downtime(first: Callable[[], Outcome]) -> None:
    app = App(first, status(200))

    assert await app.pinged() == UP
    assert (len(app.asked), app.pauses) == (2, [5.0])


async def test_the_second_failure_says_what_is_wrong() -> None:
    assert await App(failing(httpx.ConnectError("refused")), status(503)).pinged() == Finding("http_status")


@pytest.mark.parametrize(
    "answer",
    [
        lambda: streamed(b"x" * 1001),
        lambda: streamed(b"x", content_encoding="br"),
    ],
    ids=["larger than is read", "in an encoding that is not read"],
)
async def test_an_answer_that_cannot_be_read_is_one(answer: Callable[[], Outcome]) -> None:
    assert await App(answer).pinged() == UP


async def test_of_an_app_that_may_not_be_asked_nothing_is_known() -> None:
    app = App(failing(AddressRefusedError("metadata")))

    assert await app.pinged() is None
    assert app.pauses == []


async def test_an_app_that_may_not_be_asked_a_second_time_is_not_down() -> None:
    assert await App(status(500), failing(AddressRefusedError("metadata"))).pinged() is None
