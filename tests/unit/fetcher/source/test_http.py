import asyncio
import gzip
import ssl
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import httpx
import pytest

from services.fetcher.source.errors import (
    AddressNotAllowedError,
    AnswerTooLargeError,
    MalformedAnswerError,
    SourceTimeoutError,
    SourceUnreachableError,
)
from services.fetcher.source.http import SourceHttp
from shared.guard.transport import AddressRefusedError
from tests.unit.fetcher.source.streamed import Bytes, streamed

_URL = "https://app.example/dashboard/get_json_details"


def getter(
    handler: Callable[[httpx.Request], httpx.Response],
    *,
    timeout: timedelta = timedelta(seconds=5),
    bytes_max: int = 1000,
) -> SourceHttp:
    return SourceHttp(httpx.AsyncClient(transport=httpx.MockTransport(handler)), timeout, bytes_max)


def failing(error: Exception) -> SourceHttp:
    def handler(_: httpx.Request) -> httpx.Response:
        raise error

    return getter(handler)


async def test_an_answer_has_its_status_and_body() -> None:
    answer = await getter(lambda _: streamed(b"body")).get(_URL)

    assert (answer.status, answer.location, answer.body) == (200, "", b"body")


async def test_a_redirect_is_an_answer_and_not_followed() -> None:
    asked: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return streamed(status=302, location="http://169.254.169.254/latest")

    answer = await getter(handler).get(_URL)

    assert (answer.status, answer.location) == (302, "http://169.254.169.254/latest")
    assert asked == [_URL]


async def test_a_client_that_follows_redirects_is_kept_from_it() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        assert str(request.url) == _URL
        return streamed(status=302, location="http://127.0.0.1/")

    client = httpx.AsyncClient(transport=httpx.MockTransport(handler), follow_redirects=True)

    assert (await SourceHttp(client, timedelta(seconds=5), 1000).get(_URL)).status == 302


async def test_gzip_is_asked_for_and_nothing_else() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        return streamed(request.headers["accept-encoding"].encode())

    assert (await getter(handler).get(_URL)).body == b"gzip"


async def test_a_packed_answer_is_unpacked() -> None:
    packed = getter(lambda _: streamed(gzip.compress(b"x" * 900, mtime=0), content_encoding="gzip"))

    assert (await packed.get(_URL)).body == b"x" * 900


async def test_a_bomb_is_too_large() -> None:
    bomb = gzip.compress(bytes(100_000), mtime=0)

    with pytest.raises(AnswerTooLargeError, match="1000 bytes"):
        await getter(lambda _: streamed(bomb, content_encoding="gzip")).get(_URL)


@pytest.mark.parametrize("encoding", ["br", "deflate", "zstd", "gzip, gzip", "identity, gzip"])
async def test_another_compression_is_refused_unopened(encoding: str) -> None:
    with pytest.raises(MalformedAnswerError, match="not asked for"):
        await getter(lambda _: streamed(gzip.compress(b"x", mtime=0), content_encoding=encoding)).get(_URL)


async def test_a_damaged_answer_is_told_from_one_that_is_not_there() -> None:
    with pytest.raises(MalformedAnswerError, match="cut off"):
        await getter(lambda _: streamed(gzip.compress(b"x" * 99, mtime=0)[:-9], content_encoding="gzip")).get(
            _URL
        )


async def test_an_answer_that_says_it_is_not_compressed_is_read() -> None:
    plain = getter(lambda _: streamed(b"x", content_encoding="identity"))

    assert (await plain.get(_URL)).body == b"x"


async def test_headers_are_sent_along() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        return streamed(request.headers.raw[-1][1] + b" " + request.headers["user-agent"].encode())

    answer = await getter(handler).get(_URL, {"Authorization": "Bearer t\u00f6ken"})

    assert answer.body == "Bearer t\u00f6ken PyDash".encode()


async def test_a_token_that_cannot_be_sent_is_not_shown() -> None:
    with pytest.raises(SourceUnreachableError, match="cannot be sent") as refused:
        await failing(httpx.LocalProtocolError("Illegal header value b'secret'")).get(_URL)

    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "url", ["ftp://app.example/", "http://127.1/", "http://u:p@app.example/", "http://a:6379/"]
)
async def test_what_is_no_url_of_an_app_is_not_asked_for(url: str) -> None:
    with pytest.raises(AddressNotAllowedError, match="PyDash cannot ask for this URL: it "):
        await failing(AssertionError("asked")).get(url)


async def test_an_answer_that_announces_too_much_is_not_read() -> None:
    sent = Bytes(b"x")
    announced = httpx.Response(200, headers={"Content-Length": "1001"}, stream=sent)

    with pytest.raises(AnswerTooLargeError):
        await getter(lambda _: announced).get(_URL)

    assert (sent.read, sent.closed) == (0, True)


async def test_an_answer_may_be_as_large_as_allowed() -> None:
    assert len((await getter(lambda _: streamed(b"x" * 1000)).get(_URL)).body) == 1000


async def test_a_larger_answer_is_not_read_to_its_end() -> None:
    sent = Bytes(*[b"x" * 100] * 100)

    with pytest.raises(AnswerTooLargeError, match="1000 bytes"):
        await getter(lambda _: httpx.Response(200, stream=sent)).get(_URL)

    assert sent.read == 11
    assert sent.closed


async def test_an_answer_that_drips_is_given_up_on() -> None:
    endless = Drip()

    with pytest.raises(SourceTimeoutError, match="within 0 s"):
        await getter(lambda _: httpx.Response(200, stream=endless), timeout=timedelta(milliseconds=20)).get(
            _URL
        )

    assert endless.closed


@pytest.mark.parametrize(
    "error",
    [httpx.ConnectTimeout("t"), httpx.ReadTimeout("t"), httpx.WriteTimeout("t"), httpx.PoolTimeout("t")],
    ids=lambda error: type(error).__name__,
)
async def test_each_kind_of_waiting_too_long_is_a_timeout(error: Exception) -> None:
    with pytest.raises(SourceTimeoutError, match="within 5 s"):
        await failing(error).get(_URL)


async def test_a_refused_address_is_told_without_the_address() -> None:
    with pytest.raises(AddressNotAllowedError, match="whoever runs PyDash") as refused:
        await failing(AddressRefusedError("10.1.2.3")).get(_URL)
    assert "10.1.2.3" not in str(refused.value)


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (httpx.ConnectError("refused"), "host and port"),
        (httpx.ReadError("reset"), "broke off"),
        (httpx.RemoteProtocolError("nonsense"), "broke off"),
        (httpx.UnsupportedProtocol("gopher"), "broke off"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else value,
)
async def test_what_is_no_answer_comes_with_advice(error: Exception, advice: str) -> None:
    with pytest.raises(SourceUnreachableError, match=advice):
        await failing(error).get(_URL)


async def test_a_certificate_that_does_not_verify_is_named() -> None:
    refused = ssl.SSLCertVerificationError("verify failed")
    refused.verify_message = "certificate has expired"
    error = httpx.ConnectError("tls")
    error.__cause__ = refused

    with pytest.raises(SourceUnreachableError, match="certificate has expired"):
        await failing(error).get(_URL)


async def test_a_failed_handshake_is_told_from_a_closed_port() -> None:
    error = httpx.ConnectError("tls")
    error.__context__ = ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number")
    error.__context__.reason = "WRONG_VERSION_NUMBER"

    with pytest.raises(SourceUnreachableError, match=r"No secure connection.*WRONG_VERSION_NUMBER"):
        await failing(error).get(_URL)


class Drip(httpx.AsyncByteStream):
    """A body that begins and never ends."""

    closed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b"x"
        await asyncio.Event().wait()

    async def aclose(self) -> None:
        self.closed = True
