"""API keys as they are sent: whose they are, and when they were used."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.apikey.repository import ApiKeyRepository, KeyRow
from services.api.security.secret import GivenSecret
from shared.db.engine import Sessions
from shared.db.models import ApiKey
from shared.db.passing import is_passing
from shared.problem.errors import UnauthenticatedError

# Recognisable, so that secret scanners and people know what they found.
KEY_PREFIX = "pydash"
_WRITTEN_EVERY = timedelta(minutes=1)
_log = structlog.get_logger(__name__)


async def authenticate_key(session: AsyncSession, token: str, now: datetime) -> KeyRow:
    """Raises UnauthenticatedError, the same whatever is wrong with it."""
    given = GivenSecret.parse(token, KEY_PREFIX)
    row = await ApiKeyRepository(session).live_key(given.id, now) if given else None
    if given is None or row is None or not given.matches(row.key.secret_hash):
        raise UnauthenticatedError("This API key is not valid.")
    return row


class KeyUses:
    """Writes when keys were used, beside the requests: none of them waits for it or takes a second connection."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._unwritten: dict[UUID, datetime] = {}
        self._noted = asyncio.Event()

    def note(self, key: ApiKey, now: datetime) -> None:
        """At most one write a minute and key, however often it is used."""
        if key.last_used_at is None or now - key.last_used_at >= _WRITTEN_EVERY:
            self._unwritten[key.id] = now
            self._noted.set()

    async def run(self) -> None:
        """Writes for ever."""
        while True:
            await self._noted.wait()
            self._noted.clear()
            used, self._unwritten = self._unwritten, {}
            try:
                async with self._sessions.begin() as session:
                    await ApiKeyRepository(session).mark_used(used, _WRITTEN_EVERY)
            except Exception as error:
                if not is_passing(error):
                    raise
                # The next use is noted again.
                _log.warning("key_uses_not_written", keys=len(used), error=type(error).__name__)
