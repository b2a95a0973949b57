"""How the plugin asks PyDash: patient with what passes, brief with what does not, and bounded in all."""

import asyncio
import json
from collections.abc import Iterator

import pytest

from pydash_agent.pytest_plugin.client import ANSWER_BYTES_MAX, Client, PyDashUnreachableError
from pydash_agent.pytest_plugin.options import Target
from tests.fixtures.http_server import Answer, answering, http_server

STORED = answering("201 Created", b'{"run_id": "r", "complete": true}')


class Patience:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


async def submit(answers: Iterator[Answer]) -> tuple[str, list[bytes], list[float]]:
    """What came of it, the paths that were asked for, and how long it waited between."""
    asked: list[bytes] = []

    async def answer(path: bytes, writer: asyncio.StreamWriter) -> None:
        asked.append(path)
        await next(answers)(path, writer)

    patience = Patience()
    async with http_server(answer) as url:
        client = Client(Target(url, "the key", "d/1"), lambda: patience.now, patience.sleep)
        try:
            said = json.dumps(await asyncio.to_thread(client.submit, b"{}"))
        except PyDashUnreachableError as error:
            said = str(error)
    return said, asked, patience.slept


async def test_what_passes_is_waited_for() -> None:
    answers = iter([answering("503 Service Unavailable"), answering("429 Too Many Requests"), STORED])
    said, asked, slept = await submit(answers)
    assert json.loads(said) == {"run_id": "r", "complete": True}
    assert asked == [b"/dashboard/api/v1/dashboards/d%2F1/test-runs"] * 3
    assert slept == [1.0, 2.0]


async def test_it_gives_up_after_three_times() -> None:
    said, asked, _ = await submit(iter([answering("503 Service Unavailable")] * 4))
    assert said == "503 Service Unavailable"
    assert len(asked) == 3


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (
            answering("403 Forbidden", b'{"detail": "This API key only reads."}'),
            "403 This API key only reads.",
        ),
        (answering("404 Not Found", b"<html>"), "404 Not Found"),
        (answering("422 Unprocessable", json.dumps({"detail": "x" * 9_999}).encode()), f"422 {'x' * 500}"),
        (answering("200 OK", b"<html>"), "what answers at this URL is not PyDash"),
        (answering("200 OK", b"[]"), "what answers at this URL is not PyDash"),
        (answering("200 OK", b" " * (ANSWER_BYTES_MAX + 9)), "what answers at this URL is not PyDash"),
        # The key goes where it was meant to go, and nowhere else.
        (answering("302 Found", b"", "Location: http://127.0.0.1:9/"), "302 Found"),
    ],
    ids=["refused", "absent", "long", "html", "list", "large", "redirect"],
)
async def test_what_will_not_pass_is_said_at_once(answer: Answer, expected: str) -> None:
    said, asked, slept = await submit(iter([answer]))
    assert (said, len(asked), slept) == (expected, 1, [])


async def test_nobody_there_is_a_reason_too() -> None:
    patience = Patience()
    client = Client(Target("http://127.0.0.1:9", "k", "d"), lambda: patience.now, patience.sleep)
    with pytest.raises(PyDashUnreachableError, match="refused"):
        await asyncio.to_thread(client.submit, b"{}")


async def test_an_answer_that_comes_byte_by_byte_has_the_same_deadline() -> None:
    is_over = asyncio.Event()

    async def drip(_path: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(300):
            if is_over.is_set():
                return
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.01)
        writer.write(b"{}")

    patience = Patience()
    async with http_server(drip) as url:
        client = Client(Target(url, "k", "d"), lambda: patience.now, patience.sleep)
        patience.now = 59.7
        try:
            with pytest.raises(PyDashUnreachableError, match="more than 60 seconds"):
                await asyncio.to_thread(client.submit, b"{}")
        finally:
            is_over.set()


async def test_all_of_a_run_has_one_deadline() -> None:
    patience = Patience()
    client = Client(Target("http://127.0.0.1:9", "k", "d"), lambda: patience.now, patience.sleep)
    patience.now = 61.0
    with pytest.raises(PyDashUnreachableError, match="more than 60 seconds"):
        await asyncio.to_thread(client.submit, b"{}")
