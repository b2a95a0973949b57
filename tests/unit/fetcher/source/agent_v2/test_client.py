import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import parse_qs

import httpx
import pytest

from services.fetcher.source.agent_v2.client import AgentV2
from services.fetcher.source.errors import (
    AnswerTooLargeError,
    HttpStatusError,
    MalformedAnswerError,
    NotAnFmdError,
    SourceError,
    SourceRefusedError,
    SourceResetError,
    UnsupportedVersionError,
    WrongTokenError,
)
from services.fetcher.source.http import SourceHttp
from tests.unit.fetcher.source.agent_v2.answers import TOKEN, about, endpoint, page, row
from tests.unit.fetcher.source.streamed import streamed

Handler = Callable[[httpx.Request], httpx.Response]
URL = "https://app.example/dashboard"
SETTLE = timedelta(seconds=10)


def agent(handler: Handler, bytes_max: int = 1_000_000) -> AgentV2:
    client = httpx.AsyncClient(transport=httpx.MockTransport(handler))
    return AgentV2(SourceHttp(client, timedelta(seconds=5), bytes_max), URL, TOKEN)


def answering(status: int, body: bytes = b"", **headers: str) -> AgentV2:
    return agent(lambda _: streamed(body, status=status, **headers))


@dataclass
class Bridge:
    """An app whose rows have the ids from 1 to ``calls``; it gives no more than ``most`` at once."""

    calls: int
    most: int = 100_000
    asked: list[str] = field(default_factory=list)

    def answer(self, request: httpx.Request) -> httpx.Response:
        assert request.headers["authorization"] == f"Bearer {TOKEN}"
        self.asked.append(str(request.url).removeprefix(f"{URL}/pydash/v2/"))
        given = {name: values[0] for name, values in parse_qs(request.url.query.decode()).items()}
        after, until = (
            int(given.get(name, default).split(".")[0])
            for name, default in (("after", "0"), ("until", str(self.calls)))
        )
        match request.url.path.rpartition("/")[2]:
            case "about":
                return streamed(json.dumps(about(calls=self.calls)).encode())
            case "endpoints":
                return streamed(json.dumps({"endpoints": [endpoint()]}).encode())
            case "count":
                return streamed(json.dumps({"rows": until - after}).encode())
        last = min(until, after + min(int(given["limit"]), self.most))
        rows = [row(number) for number in range(after + 1, last + 1)]
        cursor = f"{last}.1" if rows else given.get("after", "")
        return streamed(page(*rows, cursor=cursor, more=last < until))


async def test_each_operation_asks_for_its_own_route_with_the_token() -> None:
    bridge = Bridge(7)
    app = agent(bridge.answer)

    assert (await app.get_details()).total_calls == 7
    assert [rule.endpoint for rule in await app.get_monitor_rules()] == ["home"]
    assert await app.count("", "") == 7
    assert await app.count("2.1", "5.1") == 3
    assert bridge.asked == ["about", "endpoints", "count", "count?after=2.1&until=5.1"]


async def test_pages_follow_each_other_to_the_end() -> None:
    bridge = Bridge(5)
    app = agent(bridge.answer)

    pages = [await app.get_page("", 2, SETTLE)]
    while pages[-1].more:
        pages.append(await app.get_page(pages[-1].cursor, 2, SETTLE))
    beyond = await app.get_page(pages[-1].cursor, 2, timedelta(seconds=2.5))

    assert [each.ids.tolist() for each in pages] == [[1, 2], [3, 4], [5]]
    assert (beyond.ids.tolist(), beyond.cursor) == ([], "5.1")
    assert bridge.asked == [
        "calls?limit=2&settle_seconds=10",
        "calls?after=2.1&limit=2&settle_seconds=10",
        "calls?after=4.1&limit=2&settle_seconds=10",
        # Never less than was asked for.
        "calls?after=5.1&limit=2&settle_seconds=3",
    ]


async def test_a_page_read_again_reaches_to_its_cursor() -> None:
    bridge = Bridge(9)

    again = await agent(bridge.answer).get_between("2.1", "5.1")

    assert (again.ids.tolist(), again.cursor, again.more) == ([3, 4, 5], "5.1", False)
    assert bridge.asked == ["calls?after=2.1&limit=100000&until=5.1"]


async def test_what_is_read_again_may_take_more_than_one_answer() -> None:
    bridge = Bridge(9, most=3)

    again = await agent(bridge.answer).get_between("", "8.1")

    assert again.ids.tolist() == list(range(1, 9))
    assert (len(again.calls), again.calls.endpoint.names) == (8, ("home",))
    assert (again.cursor, again.more) == ("8.1", False)
    assert len(bridge.asked) == 3


async def test_what_is_read_again_is_bounded() -> None:
    bridge = Bridge(10**9, most=3)

    with pytest.raises(AnswerTooLargeError, match="more calls than there can be"):
        await agent(bridge.answer).get_between("", "1000000000.1")

    assert len(bridge.asked) == 10


async def test_pages_that_repeat_rows_are_refused() -> None:
    pages = [page(row(1), row(2), more=True), page(row(2), row(3))]

    with pytest.raises(MalformedAnswerError, match="rows of the page before"):
        await agent(lambda _: streamed(pages.pop(0))).get_between("", "3.1")


async def test_more_rows_than_asked_for_are_refused() -> None:
    with pytest.raises(MalformedAnswerError, match="asked for 1"):
        await answering(200, page(row(1), row(2))).get_page("", 1, SETTLE)


async def test_a_page_beyond_the_bound_of_bytes_is_too_large() -> None:
    with pytest.raises(AnswerTooLargeError):
        await agent(Bridge(100).answer, bytes_max=1000).get_page("", 100, SETTLE)


async def test_a_wrong_token_says_where_to_look() -> None:
    for body in (b'{"error": "unauthorized"}', b"<html>"):
        with pytest.raises(WrongTokenError, match=r"bridge\(\.\.\.\) or monitor\(\.\.\.\)"):
            await answering(401, body).get_page("", 1, SETTLE)


async def test_a_replaced_database_is_told() -> None:
    with pytest.raises(SourceResetError, match="emptied, or replaced"):
        await answering(409, b'{"error": "reset", "detail": "the row is another"}').get_page("1.1", 1, SETTLE)


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b'{"error": "conflict"}', b'"reset"', b'{"detail": "reset"}']
)
async def test_a_conflict_of_another_kind_is_no_replaced_database(body: bytes) -> None:
    with pytest.raises(HttpStatusError, match="409"):
        await answering(409, body).get_between("1.1", "2.1")


async def test_a_refusal_is_repeated_in_short_and_harmless() -> None:
    body = json.dumps({"error": "bad_request", "detail": "no such cursor\x00\u202e" + "x" * 10_000}).encode()

    with pytest.raises(SourceRefusedError, match=r"refused .*: no such cursor") as refused:
        await answering(400, body).get_page("1.1", 1, SETTLE)

    assert len(str(refused.value)) < 300
    assert str(refused.value).isprintable()


@pytest.mark.parametrize(
    ("status", "location", "error"),
    [
        (302, "/dashboard/login", UnsupportedVersionError),
        (302, "/elsewhere", NotAnFmdError),
        (404, "", NotAnFmdError),
        (400, "", HttpStatusError),
        (403, "", HttpStatusError),
        (204, "", HttpStatusError),
        (500, "", HttpStatusError),
    ],
)
async def test_any_other_status_is_what_it_is_for_every_source(
    status: int, location: str, error: type[SourceError]
) -> None:
    with pytest.raises(error):
        await answering(status, b"<html>", location=location).get_details()


async def test_a_token_is_not_shown_where_a_source_is() -> None:
    assert TOKEN not in repr(answering(200))
