"""API keys: made, shown once, recognised by their hash."""

import hashlib
import hmac
import secrets
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.apikey.repository import ApiKeyRepository
from shared.contracts.ids import UserId
from shared.problem.errors import UnauthenticatedError

# Recognisable, so that secret scanners and people know what they found.
_PREFIX = "pydash"


async def create_key(session: AsyncSession, user_id: UserId, label: str, now: datetime) -> str:
    """The key ``pydash_<id>_<secret>``; it cannot be shown again."""
    key_id, secret = uuid4(), secrets.token_urlsafe(32)
    await ApiKeyRepository(session).add(key_id, user_id, label, _hash(secret), now)
    return f"{_PREFIX}_{key_id.hex}_{secret}"


async def authenticate_key(session: AsyncSession, key: str) -> UserId:
    """Whose key it is. Raises UnauthenticatedError, the same whatever is wrong with it."""
    prefix, _, rest = key.partition("_")
    key_id, _, secret = rest.partition("_")
    try:
        parsed = UUID(hex=key_id)
    except ValueError:
        parsed = None
    stored = await ApiKeyRepository(session).live_key(parsed) if prefix == _PREFIX and parsed else None
    if stored is None or not hmac.compare_digest(stored.secret_hash, _hash(secret)):
        raise UnauthenticatedError("This API key is not valid.")
    return UserId(stored.user_id)


def _hash(secret: str) -> bytes:
    # A plain hash is enough for 256 random bits; slow hashing is for what people can remember.
    return hashlib.sha256(secret.encode()).digest()
