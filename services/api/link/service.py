"""Decisions about links: secrets that show one dashboard to whoever has them."""

from datetime import datetime, timedelta
from uuid import UUID

from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.link.authentication import LINK_PREFIX, find_link, link_session_token
from services.api.link.errors import LinkNotFoundError, LinkPasswordNeededError, TooManyLinksError
from services.api.link.repository import DashboardLinkRepository
from services.api.link.schemas import LinkCreate, LinkCreated, LinkList, LinkRead, LinkSession
from services.api.resources import Resources
from services.api.security.events import happened, refused
from services.api.security.secret import NewSecret
from shared.db.models import DashboardLink
from shared.problem.errors import InvalidInputError

# Expired ones included, until they are revoked.
LINKS_MAX = 20
_LIFETIME_MAX = timedelta(days=366)


async def create_link(
    links: DashboardLinkRepository, create: LinkCreate, password_hash: str | None, now: datetime
) -> LinkCreated:
    """Raises InvalidInputError, DashboardNotFoundError, TooManyLinksError."""
    if not now < create.expires_at <= now + _LIFETIME_MAX:
        raise InvalidInputError("must be in the future, and within a year", pointer="#/body/expires_at")
    await links.lock()
    if await links.count() >= LINKS_MAX:
        raise TooManyLinksError(f"This dashboard has {LINKS_MAX} links, as many as there may be; revoke one.")
    secret = NewSecret.make(LINK_PREFIX)
    link = await links.add(create.label, secret, password_hash, now, create.expires_at)
    happened("link_created", link=str(link.id), dashboard=str(link.dashboard_id))
    return LinkCreated(**dict(_read(link)), token=secret.token)


async def list_links(links: DashboardLinkRepository) -> LinkList:
    return LinkList(items=[_read(link) for link in await links.listed()])


async def revoke_link(links: DashboardLinkRepository, link_id: UUID) -> None:
    """Raises LinkNotFoundError."""
    if not await links.remove(link_id):
        raise LinkNotFoundError("This dashboard has no such link.")
    happened("link_revoked", link=str(link_id))


async def open_link(
    resources: Resources, session: AsyncSession, token: str, password: SecretStr | None, address: str
) -> LinkSession:
    """Raises LinkInvalidError, LinkPasswordNeededError, TooManyAttemptsError."""
    now = resources.clock.now()
    link = await find_link(session, token, now)
    # No connection to the database waits for a password to be hashed.
    await session.commit()
    if link.password_hash is not None:
        await _require_password(resources, link, password, address)
    expires_at = min(now + resources.settings.link_session_lifetime, link.expires_at)
    secret_key = resources.settings.secret_key.get_secret_value()
    return LinkSession(
        dashboard_id=link.dashboard_id,
        access_token=link_session_token(link, secret_key, now, expires_at - now),
        expires_at=expires_at,
    )


async def _require_password(
    resources: Resources, link: DashboardLink, password: SecretStr | None, address: str
) -> None:
    if password is None:
        raise LinkPasswordNeededError("This link has a password; give it, too.")
    await resources.throttles.link.admit(f"{address} {link.id}")
    await resources.throttles.link_in_all.admit(str(link.id))
    if not await resources.passwords.verify(password.get_secret_value(), link.password_hash):
        refused("link_password_refused", link=str(link.id))
        raise LinkPasswordNeededError("The password is not right.")


def _read(link: DashboardLink) -> LinkRead:
    return LinkRead(
        id=link.id,
        label=link.label,
        has_password=link.password_hash is not None,
        created_at=link.created_at,
        expires_at=link.expires_at,
    )
