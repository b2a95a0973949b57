"""GET with bounds on time and size. Sources are other people's programs: nothing of them is trusted."""

import asyncio
import ssl
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
from shared.guard.transport import AddressRefusedError

# Asking for anything but plain bytes would invite decompression bombs.
_HEADERS = {"Accept-Encoding": "identity", "User-Agent": "PyDash"}


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    body: bytes


@dataclass(frozen=True)
class SourceHttp:
    """``timeout`` bounds a whole request, slow drips included; ``bytes_max`` the body."""

    http: httpx.AsyncClient
    timeout: timedelta
    bytes_max: int

    async def get(self, url: str) -> Answer:
        """Raises SourceError for everything that is not an answer."""
        try:
            async with asyncio.timeout(self.timeout.total_seconds()):
                return await self._get(url)
        except AddressRefusedError:
            raise AddressNotAllowedError(
                "PyDash may not connect to the address behind this URL. If it is meant to, whoever runs PyDash "
                "can allow its network."
            ) from None
        except (TimeoutError, httpx.TimeoutException):
            seconds = round(self.timeout.total_seconds())
            raise SourceTimeoutError(
                f"The app did not answer within {seconds} s. Is it overloaded, or is the URL another program's?"
            ) from None
        except httpx.TransportError as error:
            raise SourceUnreachableError(_describe(error)) from None
        except httpx.InvalidURL:
            raise SourceUnreachableError("The URL cannot be used; check it for typing errors.") from None

    async def _get(self, url: str) -> Answer:
        async with self.http.stream("GET", url, headers=_HEADERS, follow_redirects=False) as response:
            if response.headers.get("content-encoding", "identity") != "identity":
                raise MalformedAnswerError("The app compressed its answer though it was asked not to.")
            body = bytearray()
            async for chunk in response.aiter_raw():
                body += chunk
                if len(body) > self.bytes_max:
                    raise AnswerTooLargeError(f"The app's answer is larger than {self.bytes_max} bytes.")
            return Answer(response.status_code, response.headers.get("location", ""), bytes(body))


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
    if isinstance(error, httpx.ConnectError):
        return "The app cannot be reached. Is it running, and are host and port right?"
    return "The app broke off the connection. Is it running, and is the URL right?"
