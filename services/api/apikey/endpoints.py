"""A user's API keys over HTTP. Only a signed-in user has them: a key can make no other."""

from uuid import UUID

from fastapi import APIRouter, status

from services.api.account.principal import SESSION_SCHEMES, SignedInDep
from services.api.apikey import service
from services.api.apikey.repository import ApiKeyRepository
from services.api.apikey.schemas import ApiKeyCreate, ApiKeyCreated, ApiKeyList
from services.api.dashboard.repository import DashboardRepository
from services.api.problem.schemas import problems
from services.api.resources import ResourcesDep, SessionDep

router = APIRouter(prefix="/users/me/api-keys", tags=["api key"], dependencies=SESSION_SCHEMES)


@router.get("", responses=problems(401, 403))
async def get_api_keys(signed_in: SignedInDep, session: SessionDep) -> ApiKeyList:
    """Your API keys: what each may do, and when it was used last."""
    return await service.list_keys(ApiKeyRepository(session), signed_in.user_id)


@router.post("", status_code=status.HTTP_201_CREATED, responses=problems(401, 403, 409, 422))
async def create_api_key(
    create: ApiKeyCreate, signed_in: SignedInDep, resources: ResourcesDep, session: SessionDep
) -> ApiKeyCreated:
    """Makes an API key for scripts. The answer shows it, and nothing does so again."""
    return await service.create_key(
        ApiKeyRepository(session),
        DashboardRepository(session, signed_in.viewer),
        signed_in.user_id,
        create,
        resources.clock.now(),
    )


@router.delete("/{key_id}", status_code=status.HTTP_204_NO_CONTENT, responses=problems(401, 403, 404, 422))
async def revoke_api_key(key_id: UUID, signed_in: SignedInDep, session: SessionDep) -> None:
    """Revokes an API key: from now on it is refused."""
    await service.revoke_key(ApiKeyRepository(session), signed_in.user_id, key_id)
