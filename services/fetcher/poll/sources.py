"""Opens a dashboard's source: by the protocol that it spoke last, or by asking which it speaks."""

from services.fetcher.batch.reader import Reader
from services.fetcher.page.reader import PageReader
from services.fetcher.resources import Resources
from services.fetcher.source.agent_v2.client import AgentV2
from services.fetcher.source.detect import find_source
from services.fetcher.source.errors import TokenLostError, UnsupportedVersionError
from services.fetcher.source.fmd_v1.client import FmdV1
from services.fetcher.state.claims import Claim
from services.fetcher.state.repository import FetchRepository, Progress, Target
from services.fetcher.trace.claims import wake_traces
from services.fetcher.window.reader import WindowReader
from shared.security.token_cipher import TokenUnreadableError


async def open_reader(resources: Resources, claim: Claim, target: Target, progress: Progress) -> Reader:
    """Raises SourceError, ClaimLostError."""
    changed = progress.source_seen_at != target.source_changed_at
    if changed:
        async with resources.sessions.begin() as session:
            await FetchRepository(session, claim).source_seen(target.source_changed_at)
            await wake_traces(session, claim.dashboard_id, resources.clock.now())
    token = open_token(resources, target.token_encrypted)
    # After a failure the app may have been upgraded, or have got the bridge.
    if not progress.failures and not changed:
        match progress.protocol:
            case WindowReader.protocol:
                return _reader(resources, target, FmdV1(resources.http, target.url, token))
            case PageReader.protocol:
                return _reader(resources, target, AgentV2(resources.http, target.url, token))
    reader = _reader(resources, target, await find_source(resources.http, target.url, token))
    if progress.protocol == PageReader.protocol and reader.protocol == WindowReader.protocol:
        raise UnsupportedVersionError(
            "This app was read through the bridge, and now it answers without. Add the bridge again: without "
            "it PyDash cannot tell which of the app's calls it has counted."
        )
    async with resources.sessions.begin() as session:
        fetches = FetchRepository(session, claim)
        await fetches.set_protocol(reader.protocol)
        if progress.protocol == WindowReader.protocol and reader.protocol == PageReader.protocol:
            # Upgraded: what the old export gave may have been taken along into the new database.
            await fetches.begin_anew(progress.watermark)
    return reader


def _reader(resources: Resources, target: Target, source: FmdV1 | AgentV2) -> Reader:
    calls_max = resources.settings.batch_calls_max
    if isinstance(source, AgentV2):
        return PageReader(source, target.settle, calls_max)
    return WindowReader(source, calls_max)


def open_token(resources: Resources, token_encrypted: bytes) -> str:
    """Raises TokenLostError."""
    try:
        return resources.cipher.decrypt(token_encrypted)
    except TokenUnreadableError:
        raise TokenLostError(
            "PyDash cannot read the token it stored for this app, since its own keys were changed. Whoever runs "
            "PyDash can bring the old key back into PYDASH_TOKEN_KEYS; else enter the app's token again."
        ) from None
