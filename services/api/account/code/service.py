"""Using a code: the user it stands for is locked first, then the code goes."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.account.code.repository import Code, CodeRepository, Purpose
from services.api.account.errors import CodeInvalidError
from services.api.account.repository import AccountRepository
from services.api.resources import Resources
from shared.db.models import User

_INVALID = "This link was used before, or has expired; ask for a new mail."


async def find(resources: Resources, session: AsyncSession, secret: str, *purposes: Purpose) -> Code:
    """What it stands for; it is not used up. Raises CodeInvalidError, the same whatever is wrong with it."""
    code = await CodeRepository(session).find(secret, resources.clock.now())
    if code is None or code.purpose not in purposes:
        raise CodeInvalidError(_INVALID, pointer="#/body/code")
    return code


async def redeem(
    resources: Resources, session: AsyncSession, secret: str, *purposes: Purpose
) -> tuple[Code, User]:
    """Uses it up. Raises CodeInvalidError."""
    code = await find(resources, session, secret, *purposes)
    # The user before the code, as deleting a user does: two that come at once wait, and do not deadlock.
    user = await AccountRepository(session).locked_user(code.user_id)
    if user is None or not await CodeRepository(session).redeem(secret, resources.clock.now()):
        raise CodeInvalidError(_INVALID, pointer="#/body/code")
    return code, user
