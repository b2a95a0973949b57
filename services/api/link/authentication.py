"""Links as they are sent: the secret itself, or what opening it with its password gave."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.link.errors import LinkInvalidError, LinkPasswordNeededError
from services.api.link.repository import LinkRepository
from services.api.security.secret import GivenSecret
from shared.db.models import DashboardLink
from shared.problem.errors import UnauthenticatedError
from shared.security.jwt import TokenInvalidError, sign, verify

# Another one than API keys have: who finds one knows how little it opens.
LINK_PREFIX = "pydashlink"


async def find_link(session: AsyncSession, token: str, now: datetime) -> DashboardLink:
    """Raises LinkInvalidError. The link's password is still to be asked for."""
    given = GivenSecret.parse(token, LINK_PREFIX)
    link = await LinkRepository(session).live_link(given.id, now) if given else None
    if given is None or link is None or not given.matches(link.secret_hash):
        raise LinkInvalidError("This link does not work, or not any more; ask its maker for a new one.")
    return link


async def authenticate_link(session: AsyncSession, token: str, now: datetime) -> DashboardLink:
    """Raises LinkInvalidError, LinkPasswordNeededError."""
    link = await find_link(session, token, now)
    if link.password_hash is not None:
        raise LinkPasswordNeededError("This link has a password: open it first.")
    return link


def link_session_token(link: DashboardLink, secret_key: str, now: datetime, lifetime: timedelta) -> str:
    return sign({"lnk": str(link.id)}, typ="link", key=secret_key, now=now, lifetime=lifetime)


async def authenticate_link_session(
    session: AsyncSession, token: str, secret_key: str, now: datetime
) -> DashboardLink:
    """Raises UnauthenticatedError, for any bearer token that is none of ours."""
    try:
        claims = verify(token, typ="link", key=secret_key, now=now)
    except TokenInvalidError:
        raise UnauthenticatedError("This bearer token is not valid, or not any more.") from None
    # Asked each time: revoking the link must end access at once.
    link = await LinkRepository(session).live_link(UUID(claims["lnk"]), now)
    if link is None:
        raise LinkInvalidError("This link does not work any more; ask its maker for a new one.")
    return link
