"""The user's own settings over HTTP."""

from fastapi import APIRouter

from services.api.account.principal import SESSION_SCHEMES, SignedInDep
from services.api.account.profile import service
from services.api.account.profile.schemas import UserSettings
from services.api.account.schemas import UserRead
from services.api.problem.schemas import problems
from services.api.resources import ResourcesDep, SessionDep

router = APIRouter(prefix="/users/me", tags=["account"], dependencies=SESSION_SCHEMES)


@router.patch("", responses=problems(401, 403, 409, 422))
async def change_settings(
    settings: UserSettings, signed_in: SignedInDep, resources: ResourcesDep, session: SessionDep
) -> UserRead:
    """Changes the settings that are given. A new mail address needs the password, and is confirmed by mail.

    The answer is the same for an address that another user has: that user gets a mail that says so.
    """
    await session.commit()
    return service.read(await service.change_settings(resources, signed_in, settings))
