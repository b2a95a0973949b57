"""Asks an app whether it is there."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from http import HTTPStatus

from services.fetcher.source.errors import (
    AnswerTooLargeError,
    HttpStatusError,
    MalformedAnswerError,
    SourceError,
    SourceTimeoutError,
    SourceUnreachableError,
)
from services.fetcher.source.http import SourceHttp

Sleep = Callable[[float], Awaitable[None]]

_TIMEOUT = timedelta(seconds=10)
_PAUSE = timedelta(seconds=5)
# An app that hangs is asked twice.
PING_LENGTH_MAX = 2 * _TIMEOUT + _PAUSE


@dataclass(frozen=True)
class Finding:
    """``error``: what speaks against the app being up, by a stable name."""

    error: str | None

    @property
    def up(self) -> bool:
        return self.error is None


_UP = Finding(None)


async def ping(http: SourceHttp, url: str, sleep: Sleep) -> Finding | None:
    """An app counts as down once it failed twice: a lost packet or a restart is no downtime.

    None where nothing can be found out, since PyDash may not ask.
    """
    http = replace(http, timeout=min(http.timeout, _TIMEOUT))
    finding = await _ask(http, url)
    if finding is None or finding.up:
        return finding
    await sleep(_PAUSE.total_seconds())
    return await _ask(http, url)


async def _ask(http: SourceHttp, url: str) -> Finding | None:
    # The URL itself is the cheapest page: sources answer it with a redirect or a login page, without a look
    # into their database, and need no token. Whatever an app says there but "I am broken" shows it is up.
    try:
        answer = await http.get(url)
    except (SourceUnreachableError, SourceTimeoutError) as error:
        return Finding(error.slug)
    except (AnswerTooLargeError, MalformedAnswerError):
        return _UP
    except SourceError:
        return None
    return Finding(HttpStatusError.slug) if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR else _UP
