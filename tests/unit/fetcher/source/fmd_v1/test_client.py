from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from services.fetcher.source.errors import HttpStatusError, NotAnFmdError, UnsupportedVersionError
from services.fetcher.source.fmd_v1.client import FmdV1
from services.fetcher.source.http import SourceHttp
from services.fetcher.source.source import Window
from tests.unit.fetcher.source.fmd_v1.export import TOKEN, WINDOW, export, row, rule
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
    with pytest.raises(UnsupportedVersionError, match=r"2\.1 or later"):
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
