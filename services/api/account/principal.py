"""Who makes a request: a signed-in browser (cookie), a script (API key) or a wallboard (link)."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

import structlog
from fastapi import Depends, Request
from fastapi.security import APIKeyCookie, HTTPBearer
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.account.errors import KeyBoundError, ReadOnlyError, SessionNeededError
from services.api.account.repository import AccountRepository
from services.api.apikey.authentication import KEY_PREFIX, authenticate_key
from services.api.apikey.repository import ApiKeyRepository
from services.api.apikey.schemas import Scope
from services.api.link.authentication import LINK_PREFIX, authenticate_link, authenticate_link_session
from services.api.link.repository import LinkRepository
from services.api.resources import Resources, ResourcesDep, SessionDep
from services.api.security.address import throttled_as
from services.api.security.caller import AddressDep
from services.api.security.cookies import cookie_name
from services.api.security.csrf import SAFE_METHODS, refuse_cross_site
from shared.contracts.ids import DashboardId, UserId
from shared.db.viewer import Viewer
from shared.problem.errors import UnauthenticatedError
from shared.security.jwt import TokenInvalidError, verify

# Only for the schema: how OpenAPI clients learn what to send. The check itself is ours, below.
_bearer = HTTPBearer(
    auto_error=False,
    scheme_name="api_key",
    description="An API key as bearer token. To read one dashboard: a link's token without a password, or what "
    "`open_link` answers.",
)
_cookie = APIKeyCookie(
    name="__Host-pydash_access", auto_error=False, scheme_name="session", description="Set by signing in."
)


@dataclass(frozen=True)
class Principal:
    """Of the three ids one is given: what the request came with."""

    viewer: Viewer
    may_change: bool
    # A sign-in.
    family_id: UUID | None = None
    key_id: UUID | None = None
    link_id: UUID | None = None

    @property
    def subject(self) -> str:
        """Who is named in the log."""
        return f"link:{self.link_id}" if self.viewer.user_id is None else str(self.viewer.user_id)

    @property
    def counted_as(self) -> str:
        """Whose requests are counted together: those of one session, or all that come with a user's keys.

        Who has stolen a key cannot keep its user from revoking it in the browser.
        """
        return self.subject if self.family_id is None else f"session:{self.family_id}"

    @property
    def user_id(self) -> UserId:
        """Raises SessionNeededError for a link, behind which is no user."""
        if self.viewer.user_id is None:
            raise SessionNeededError("A link only shows its dashboard; sign in for this.")
        return self.viewer.user_id


@dataclass(frozen=True)
class SignedIn:
    user_id: UserId
    family_id: UUID

    @property
    def viewer(self) -> Viewer:
        return Viewer(self.user_id)


async def identify(request: Request, resources: Resources, session: AsyncSession) -> Principal:
    """For requests that read. Raises UnauthenticatedError, and CrossSiteRequestError."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return await _bearer_principal(token.strip(), resources, session)
    token = request.cookies.get(cookie_name(resources.settings, "access"), "")
    if not token:
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
    return Principal(Viewer(user_id), may_change=True, family_id=family_id)


async def _bearer_principal(token: str, resources: Resources, session: AsyncSession) -> Principal:
    now = resources.clock.now()
    kind = token.partition("_")[0]
    if kind == KEY_PREFIX:
        row = await authenticate_key(session, token, now)
        resources.key_uses.note(row.key, now)
        viewer = Viewer(UserId(row.key.user_id), only=row.only)
        return Principal(viewer, may_change=row.key.scope == Scope.MANAGE, key_id=row.key.id)
    if kind == LINK_PREFIX:
        link = await authenticate_link(session, token, now)
    else:
        secret_key = resources.settings.secret_key.get_secret_value()
        link = await authenticate_link_session(session, token, secret_key, now)
    viewer = Viewer(None, link=DashboardId(link.dashboard_id))
    return Principal(viewer, may_change=False, link_id=link.id)


async def is_still_let_in(principal: Principal, resources: Resources, session: AsyncSession) -> bool:
    """Whether what the request came with was neither ended nor revoked since, and did not expire."""
    now = resources.clock.now()
    if principal.family_id is not None:
        user_id = await AccountRepository(session).user_of_live_family(principal.family_id, now)
        return user_id is not None
    if principal.key_id is not None:
        return await ApiKeyRepository(session).live_key(principal.key_id, now) is not None
    assert principal.link_id is not None
    return await LinkRepository(session).live_link(principal.link_id, now) is not None


async def get_principal(
    request: Request, address: AddressDep, resources: ResourcesDep, session: SessionDep
) -> Principal:
    """Raises UnauthenticatedError, CrossSiteRequestError, ReadOnlyError, KeyBoundError, TooManyAttemptsError."""
    try:
        principal = await identify(request, resources, session)
    except UnauthenticatedError:
        await resources.throttles.unknown.admit(throttled_as(address))
        raise
    structlog.contextvars.bind_contextvars(user=principal.subject)
    await resources.throttles.api.admit(principal.counted_as)
    if request.method not in SAFE_METHODS:
        _refuse_change(principal, of_a_dashboard="dashboard_id" in request.path_params)
    return principal


def _refuse_change(principal: Principal, *, of_a_dashboard: bool) -> None:
    """The one place that keeps keys and links from changing what they may not."""
    if principal.link_id is not None:
        raise ReadOnlyError("A link only shows its dashboard; sign in to change anything.")
    if not principal.may_change:
        raise ReadOnlyError("This API key only reads; to change anything make one whose scope is manage.")
    if principal.viewer.only is not None and not of_a_dashboard:
        raise KeyBoundError("This API key is for certain dashboards only, and this is about none of them.")


PrincipalDep = Annotated[Principal, Depends(get_principal)]


async def get_signed_in(principal: PrincipalDep) -> SignedIn:
    """For the account itself and for what lets others in: a key that was stolen must not make itself lasting."""
    if principal.family_id is None:
        raise SessionNeededError("Only a signed-in user may do this; an API key is not enough.")
    return SignedIn(principal.user_id, principal.family_id)


SignedInDep = Annotated[SignedIn, Depends(get_signed_in)]
SCHEMES = [Depends(_bearer), Depends(_cookie)]
SESSION_SCHEMES = [Depends(_cookie)]
