"""GET with bounds on time and size. Sources are other people's programs: nothing of them is trusted."""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import httpx

from services.fetcher.source.errors import (
    AddressNotAllowedError,
    AnswerTooLargeError,
    MalformedAnswerError,
    SourceTimeoutError,
    SourceUnreachableError,
)
from shared.guard.body import ACCEPT_ENCODING, BodyTooLargeError, BodyUnreadableError, read_body
from shared.guard.transport import AddressRefusedError
from shared.guard.url import UrlRefusedError, check_url

_HEADERS = {"Accept-Encoding": ACCEPT_ENCODING, "Connection": "close", "User-Agent": "PyDash"}


@dataclass(frozen=True)
class Answer:
    """``body`` is unpacked where it came compressed."""

    status: int
    location: str
    body: bytes


@dataclass(frozen=True)
class SourceHttp:
    """``timeout`` bounds a whole request, slow drips included; ``bytes_max`` the body, packed and unpacked.

    The head of an answer is bounded by httpcore, at some 100 KiB.
    """

    http: httpx.AsyncClient
    timeout: timedelta
    bytes_max: int

    async def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Raises SourceError for everything that is not an answer."""
        try:
            async with asyncio.timeout(self.timeout.total_seconds()):
                return await self._get(check_url(url), headers or {})
        except UrlRefusedError as error:
            raise AddressNotAllowedError(f"PyDash cannot ask for this URL: it {error}.") from None
        except AddressRefusedError:
            raise AddressNotAllowedError(
                "PyDash may not connect to the address behind this URL. If it is meant to, whoever runs PyDash "
                "can allow its network."
            ) from None
        except BodyTooLargeError:
            raise AnswerTooLargeError(f"The app's answer is larger than {self.bytes_max} bytes.") from None
        except BodyUnreadableError as error:
            raise MalformedAnswerError(f"The app's answer {error}.") from None
        except (TimeoutError, httpx.TimeoutException):
            seconds = round(self.timeout.total_seconds())
            raise SourceTimeoutError(
                f"The app did not answer within {seconds} s. Is it overloaded, or is the URL another program's?"
            ) from None
        except httpx.TransportError as error:
            raise SourceUnreachableError(_describe(error)) from None

    async def _get(self, url: httpx.URL, headers: Mapping[str, str]) -> Answer:
        # Anybody's text may stand in a header, a token for one; httpx takes only ASCII as text.
        sent = {name.encode(): value.encode() for name, value in {**_HEADERS, **headers}.items()}
        async with self.http.stream("GET", url, headers=sent, follow_redirects=False) as response:
            if int(response.headers.get("content-length", 0)) > self.bytes_max:
                raise BodyTooLargeError
            encoding = response.headers.get("content-encoding", "")
            body = await read_body(response.aiter_raw(), encoding, self.bytes_max)
            return Answer(response.status_code, response.headers.get("location", ""), body)


def _describe(error: httpx.TransportError) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            reason = (
                getattr(cause, "verify_message", None) or getattr(cause, "reason", None) or "handshake failed"
            )
            return (
                f"No secure connection to the app: {reason}. Check its certificate, or use its http:// URL."
            )
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.LocalProtocolError):
        return "The token holds a character that cannot be sent, a line break perhaps; enter it anew."
    if isinstance(error, httpx.ConnectError):
        return "The app cannot be reached. Is it running, and are host and port right?"
    return "The app broke off the connection. Is it running, and is the URL right?"
