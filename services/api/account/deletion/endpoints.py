"""Deleting an account over HTTP."""

from fastapi import APIRouter, Response, status

from services.api.account.deletion import service
from services.api.account.deletion.schemas import UserDeletion
from services.api.account.principal import SESSION_SCHEMES, SignedInDep
from services.api.problem.schemas import problems
from services.api.resources import ResourcesDep, SessionDep
from services.api.security.cookies import clear_cookies

router = APIRouter(prefix="/users/me", tags=["account"], dependencies=SESSION_SCHEMES)


# A POST: some proxies drop the body of a DELETE, and the password does not belong into a URL.
@router.post("/deletion", status_code=status.HTTP_204_NO_CONTENT, responses=problems(401, 403, 422))
async def delete_user(
    deletion: UserDeletion,
    response: Response,
    signed_in: SignedInDep,
    resources: ResourcesDep,
    session: SessionDep,
) -> None:
    """Deletes the user and all their dashboards: sessions and API keys at once, calls within minutes."""
    await session.commit()
    await service.delete_user(resources, signed_in, deletion.password.get_secret_value())
    clear_cookies(response, resources.settings, forget_browser=True)
