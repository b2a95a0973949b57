"""Asks the fetcher whether an app can be read; the API itself connects to none."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog
from pydantic import SecretStr
from redis.asyncio import Redis

from services.api.dashboard.errors import FetcherAwayError, TooManyChecksError, source_error
from services.api.dashboard.schemas import SourceCheckRead, SourceRead, SourceRefusalRead
from services.api.resources import Resources
from shared.contracts.ids import UserId
from shared.contracts.source_check import (
    ANSWER_WAITS_MAX,
    CheckUnansweredError,
    SourceCheck,
    SourceRefused,
    ask_for_check,
)
from shared.process.answering import answered_soon

# Longer than any check, so that one whose process died is forgotten.
_TURN_SECONDS = ANSWER_WAITS_MAX.seconds + 3
_log = structlog.get_logger(__name__)


async def check_source(resources: Resources, user_id: UserId, url: str, token: SecretStr) -> SourceCheckRead:
    """What was found there. Raises FetcherAwayError, TooManyChecksError."""
    check = await _ask(resources, user_id, url, token)
    if isinstance(check, SourceRefused):
        problem = source_error(check.error)
        refusal = SourceRefusalRead(error=check.error, detail=check.detail, field=problem.field)
        return SourceCheckRead(source=None, refusal=refusal)
    source = SourceRead(
        kind=check.kind,
        version=check.version,
        total_calls=check.total_calls,
        first_call_at=check.first_call_at,
        warnings=check.warnings,
    )
    return SourceCheckRead(source=source, refusal=None)


async def require_source(resources: Resources, user_id: UserId, url: str, token: SecretStr) -> None:
    """Raises SourceNotReadableError, FetcherAwayError, TooManyChecksError."""
    check = await _ask(resources, user_id, url, token)
    if isinstance(check, SourceRefused):
        raise source_error(check.error)(check.detail)


async def _ask(resources: Resources, user_id: UserId, url: str, token: SecretStr) -> SourceCheck:
    token_encrypted = resources.cipher.encrypt(token.get_secret_value())
    async with _turn(resources.redis, user_id):
        try:
            return await ask_for_check(resources.redis, url, token_encrypted)
        except CheckUnansweredError as error:
            _log.warning("source_check_unanswered", reason=str(error))
            raise FetcherAwayError(
                "PyDash could not look at the app: its fetcher does not answer. Try again in a moment, or add the "
                "app without a check."
            ) from None


@asynccontextmanager
async def _turn(redis: Redis, user_id: UserId) -> AsyncIterator[None]:
    """One check at a time: with many, PyDash would be somebody's scanner of networks."""
    key = f"source-check:{user_id}"
    async with answered_soon():
        taken = await redis.set(key, 1, nx=True, ex=_TURN_SECONDS)
    if not taken:
        raise TooManyChecksError("An app of yours is being checked; try again when that is done.")
    try:
        yield
    finally:
        with suppress(TimeoutError):
            async with answered_soon():
                await redis.delete(key)
