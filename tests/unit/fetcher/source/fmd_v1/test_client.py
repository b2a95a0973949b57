from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from services.fetcher.source.errors import HttpStatusError, NotAnFmdError, UnsupportedVersionError
from services.fetcher.source.fmd_v1.client import FmdV1
from services.fetcher.source.http import SourceHttp
from services.fetcher.source.source import Window
from tests.unit.fetcher.source.fmd_v1.export import TOKEN, WINDOW, export, row, row_2_0, rule, rule_2_0
from tests.unit.fetcher.source.streamed import streamed

Handler = Callable[[httpx.Request], httpx.Response]
_DETAILS = b'{"dashboard-version": "1.13.0", "first-request": -1, "link": "dashboard", "total-requests": 0}'


def source(handler: Handler) -> FmdV1:
    client = httpx.AsyncClient(transport=httpx.MockTransport(handler))
    return FmdV1(SourceHttp(client, timedelta(seconds=5), 100_000), "https://app.example/dashboard", TOKEN)


def answering(status: int, **headers: str) -> FmdV1:
    return source(lambda _: streamed(b"<html>", status=status, **headers))


async def test_each_operation_asks_for_its_own_path_under_the_url() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(f"{request.method} {request.url}")
        if request.url.path.endswith("details"):
            return streamed(_DETAILS)
        return streamed(export([rule()] if "rules" in request.url.path else [row()]))

    app = source(answer)

    assert (await app.get_details()).version == "1.13.0"
    assert [read.endpoint for read in await app.get_monitor_rules()] == ["home"]
    assert len(await app.get_data(WINDOW)) == 1
    assert asked == [
        "GET https://app.example/dashboard/get_json_details",
        "GET https://app.example/dashboard/get_json_monitor_rules",
        "GET https://app.example/dashboard/get_json_data/1795222800/1795226400",
    ]


async def test_a_window_before_1970_is_asked_for_in_negative_seconds() -> None:
    paths: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        paths.append(request.url.path)
        return streamed(export([]))

    await source(answer).get_data(
        Window(datetime(1969, 12, 31, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC))
    )

    assert paths == ["/dashboard/get_json_data/-86400/0"]


@pytest.mark.parametrize(
    "location", ["/dashboard/login", "/login", "https://app.example/dashboard/login/?next=%2F"]
)
async def test_a_redirect_to_a_login_page_is_a_newer_fmd(location: str) -> None:
    with pytest.raises(UnsupportedVersionError, match=r"2\.1 or later.*: pip install pydash-agent; "):
        await answering(302, location=location).get_details()


@pytest.mark.parametrize("location", ["https://app.example/elsewhere", "/dashboard/", "", "/loginpage"])
@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_redirect_elsewhere_is_not_followed_but_told(status: int, location: str) -> None:
    with pytest.raises(NotAnFmdError, match="redirects elsewhere"):
        await answering(status, location=location).get_details()


async def test_nothing_at_this_path_says_how_the_url_should_end() -> None:
    with pytest.raises(NotAnFmdError, match=r"https://app\.example/dashboard"):
        await answering(404).get_data(WINDOW)


@pytest.mark.parametrize("status", [201, 204, 400, 401, 403, 405, 429, 500, 502, 503])
async def test_any_other_status_is_named(status: int) -> None:
    with pytest.raises(HttpStatusError, match=f"HTTP status {status}"):
        await answering(status).get_monitor_rules()


@dataclass
class Fmd20:
    """FMD 2.0 with endpoints that a test may add to, and one call of each number in ``called``."""

    names: list[str]
    called: list[int]
    asked: list[str] = field(default_factory=list)

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path.split("/")[2])
        if "rules" in request.url.path:
            # Not in their order: that follows from when they were added.
            numbered = list(enumerate(self.names))
            added = [rule_2_0(name=name, time_added=f"2026-11-20 00:00:{hour:02}") for hour, name in numbered]
            return streamed(export(added[::-1]))
        return streamed(export([row_2_0(endpoint_id=number) for number in self.called]))


async def endpoints(app: FmdV1) -> list[str]:
    column = (await app.get_data(WINDOW)).endpoint
    return [column.names[code] for code in column.codes]


async def test_endpoints_of_2_0_get_the_names_of_the_rules_in_the_order_of_adding() -> None:
    fmd = Fmd20(["home", "cart"], [2, 1, 2])

    assert await endpoints(source(fmd.answer)) == ["cart", "home", "cart"]


async def test_rules_of_2_0_are_asked_for_only_where_they_are_needed() -> None:
    fmd = Fmd20(["home", "cart"], [2])
    app = source(fmd.answer)

    await app.get_monitor_rules()
    for called in ([2], [1], []):
        fmd.called = called
        await app.get_data(WINDOW)
    assert fmd.asked == ["get_json_monitor_rules", *["get_json_data"] * 3]


async def test_an_endpoint_added_meanwhile_is_asked_for() -> None:
    fmd = Fmd20(["home"], [1])
    app = source(fmd.answer)
    await app.get_data(WINDOW)

    fmd.names.append("cart")
    fmd.called = [1, 2]

    assert await endpoints(app) == ["home", "cart"]


async def test_an_endpoint_that_no_rule_is_of_keeps_its_number_after_one_more_question() -> None:
    fmd = Fmd20(["home"], [7, 1, 0, -3])
    app = source(fmd.answer)

    assert await endpoints(app) == ["endpoint #7", "home", "endpoint #0", "endpoint #-3"]
    assert fmd.asked == ["get_json_data", "get_json_monitor_rules"]


async def test_endpoints_whose_names_were_made_presentable_alike_become_one() -> None:
    fmd = Fmd20(["a\x00", "b", "a\x01", "endpoint #9"], [3, 2, 1, 9, 4])
    app = source(fmd.answer)

    column = (await app.get_data(WINDOW)).endpoint

    assert [column.names[code] for code in column.codes] == ["a\ufffd", "b", "a\ufffd", *["endpoint #9"] * 2]
    assert len(set(column.names)) == len(column.names) == 3


async def test_a_token_is_not_shown_where_a_source_is() -> None:
    assert TOKEN not in repr(answering(200))
