"""Says whether a URL and a token are those of a source, before a dashboard is made of them."""

import asyncio

from services.fetcher.resources import Resources
from services.fetcher.source.agent_v2.client import AgentV2
from services.fetcher.source.detect import find_source
from services.fetcher.source.errors import SourceError, SourceTimeoutError, TokenLostError
from services.fetcher.source.fmd_v1.client import FmdV1
from services.fetcher.source.source import Details
from shared.contracts.source_check import (
    CHECK_LASTS_MAX,
    SourceCheck,
    SourceFound,
    SourceKind,
    SourceRefused,
)
from shared.security.token_cipher import TokenUnreadableError


async def check_source(resources: Resources, url: str, token_encrypted: bytes) -> SourceCheck:
    """Never raises for what a source does, and takes no longer than CHECK_LASTS_MAX."""
    try:
        return await _check(resources, url, token_encrypted)
    except SourceError as error:
        return SourceRefused(error.slug, str(error))


async def _check(resources: Resources, url: str, token_encrypted: bytes) -> SourceFound:
    try:
        token = resources.cipher.decrypt(token_encrypted)
    except TokenUnreadableError:
        raise TokenLostError(
            "PyDash's services do not have the same keys. Whoever runs it can give api and fetcher the same "
            "PYDASH_TOKEN_KEYS."
        ) from None
    try:
        async with asyncio.timeout(CHECK_LASTS_MAX.total_seconds()):
            source = await find_source(resources.http, url, token)
            details = await source.get_details()
            # Details come without proof; the rules are signed with the token.
            await source.get_monitor_rules()
    except TimeoutError:
        raise SourceTimeoutError(
            f"The app did not answer within {CHECK_LASTS_MAX.seconds} s. Is it overloaded, or is the URL another "
            "program's?"
        ) from None
    return SourceFound(
        kind=_kind(source, details),
        version=details.version,
        total_calls=details.total_calls,
        first_call_at=details.first_call_at,
        warnings=[str(warning) for warning in details.warnings],
    )


def _kind(source: FmdV1 | AgentV2, details: Details) -> SourceKind:
    if isinstance(source, AgentV2):
        return "agent"
    return "fmd_1" if details.version.startswith("1.") else "fmd_2_0"
