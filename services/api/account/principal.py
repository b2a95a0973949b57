"""Who makes a request: a signed-in browser (cookie) or a script (bearer API key)."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from fastapi.security import APIKeyCookie, HTTPBearer
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.account.repository import AccountRepository
from services.api.apikey.service import authenticate_key
from services.api.resources import Resources, ResourcesDep, SessionDep
from services.api.security.cookies import cookie_name
from services.api.security.csrf import refuse_cross_site
from shared.contracts.ids import UserId
from shared.problem.errors import UnauthenticatedError
from shared.security.jwt import TokenInvalidError, verify

# Only for the schema: how OpenAPI clients learn what to send. The check itself is ours, below.
_bearer = HTTPBearer(auto_error=False, scheme_name="api_key", description="An API key as bearer token.")
_cookie = APIKeyCookie(
    name="__Host-pydash_access", auto_error=False, scheme_name="session", description="Set by signing in."
)


@dataclass(frozen=True)
class Principal:
    user_id: UserId
    # The sign-in this request belongs to; None for an API key.
    family_id: UUID | None


async def get_principal(request: Request, resources: ResourcesDep, session: SessionDep) -> Principal:
    return await identify(request, resources, session)


async def identify(request: Request, resources: Resources, session: AsyncSession) -> Principal:
    """Raises UnauthenticatedError, and CrossSiteRequestError."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return Principal(await authenticate_key(session, key.strip()), family_id=None)
    token = request.cookies.get(cookie_name(resources.settings, "access"))
    if token is None:
        raise UnauthenticatedError("Sign in, or send an API key as bearer token.")
    refuse_cross_site(request, resources.settings)
    now = resources.clock.now()
    try:
        claims = verify(token, typ="access", key=resources.settings.secret_key.get_secret_value(), now=now)
    except TokenInvalidError:
        raise UnauthenticatedError("The session is not valid any more; sign in again.") from None
    family_id = UUID(claims["fam"])
    # Asked each time: signing out must end access at once, not when the token expires.
    user_id = await AccountRepository(session).user_of_live_family(family_id, now)
    if user_id is None:
        raise UnauthenticatedError("This session was ended; sign in again.")
    return Principal(user_id, family_id)


PrincipalDep = Annotated[Principal, Depends(get_principal)]
SCHEMES = [Depends(_bearer), Depends(_cookie)]
