"""Decisions about a user's API keys."""

from datetime import datetime
from uuid import UUID

from services.api.apikey.authentication import KEY_PREFIX
from services.api.apikey.errors import ApiKeyNotFoundError, TooManyApiKeysError
from services.api.apikey.repository import ApiKeyRepository, KeyRow
from services.api.apikey.schemas import ApiKeyCreate, ApiKeyCreated, ApiKeyList, ApiKeyRead
from services.api.dashboard.repository import DashboardRepository
from services.api.security.events import happened
from services.api.security.secret import NewSecret
from shared.contracts.ids import DashboardId, UserId
from shared.problem.errors import InvalidInputError

# Expired ones included, until they are revoked.
KEYS_MAX = 50


async def create_key(
    keys: ApiKeyRepository,
    dashboards: DashboardRepository,
    user_id: UserId,
    create: ApiKeyCreate,
    now: datetime,
) -> ApiKeyCreated:
    """Raises InvalidInputError, UnauthenticatedError, TooManyApiKeysError."""
    if create.expires_at is not None and create.expires_at <= now:
        raise InvalidInputError("must be in the future", pointer="#/body/expires_at")
    wanted = set(map(DashboardId, create.dashboard_ids or ()))
    if wanted and wanted - await dashboards.seen(wanted):
        raise InvalidInputError("must be dashboards that you may see", pointer="#/body/dashboard_ids")
    await keys.one_change_at_a_time(user_id)
    if await keys.count(user_id) >= KEYS_MAX:
        raise TooManyApiKeysError(f"You have {KEYS_MAX} API keys, as many as there may be; revoke one first.")
    row, token = await add_key(keys, user_id, create, now)
    happened("key_created", key=str(row.key.id), scope=create.scope)
    return ApiKeyCreated(**dict(_read(row)), key=token)


async def add_key(
    keys: ApiKeyRepository, user_id: UserId, create: ApiKeyCreate, now: datetime
) -> tuple[KeyRow, str]:
    """The key, and what to send; that cannot be shown again."""
    secret = NewSecret.make(KEY_PREFIX)
    return await keys.add(user_id, create, secret, now), secret.token


async def list_keys(keys: ApiKeyRepository, user_id: UserId) -> ApiKeyList:
    return ApiKeyList(items=[_read(row) for row in await keys.of_user(user_id)])


async def revoke_key(keys: ApiKeyRepository, user_id: UserId, key_id: UUID) -> None:
    """Raises ApiKeyNotFoundError."""
    if not await keys.remove(user_id, key_id):
        raise ApiKeyNotFoundError("There is no such API key, or it is not yours.")
    happened("key_revoked", key=str(key_id))


def _read(row: KeyRow) -> ApiKeyRead:
    key = row.key
    return ApiKeyRead.model_validate(
        {
            "id": key.id,
            "label": key.label,
            "scope": key.scope,
            "dashboard_ids": None if row.only is None else sorted(row.only),
            "created_at": key.created_at,
            "expires_at": key.expires_at,
            "last_used_at": key.last_used_at,
        }
    )
