"""Decisions about signing in, staying so and signing out."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.account.errors import SessionEndedError, WrongCredentialsError
from services.api.account.registration.service import mail_verification_again
from services.api.account.repository import AccountRepository
from services.api.resources import Resources
from services.api.security.events import happened, refused
from services.api.throttle.device import Device
from shared.contracts.ids import UserId
from shared.db.models import RefreshFamily, User
from shared.security.jwt import TokenInvalidError, sign, verify

# Two tabs may refresh at the same moment with the same token; within this grace that is not theft.
_REUSE_GRACE = timedelta(seconds=10)
_REFUSED = (
    "The name or the password is not right. If you have just registered, open the link in our mail first."
)


@dataclass(frozen=True)
class Tokens:
    access: str
    refresh: str


async def login(
    resources: Resources, name: str, password: str, user_agent: str, asker: str
) -> tuple[User, Tokens]:
    """Raises WrongCredentialsError; an unknown name or an unverified user costs the same time as a wrong password.

    ``asker``: the network address, by which mails to unverified users are limited.

    No connection to the database waits for the hashing: many who sign in at once keep nobody else waiting.
    """
    async with resources.sessions() as session:
        user = await AccountRepository(session).user_by_name(name)
    confirmed = None if user is None else user.password_hash
    right = await resources.passwords.verify(password, confirmed)
    if user is None or not right:
        refused(
            "sign_in_refused",
            user=user and str(user.id),
            reason="no such user" if user is None else "password",
        )
        raise WrongCredentialsError(_REFUSED)
    if user.verified_at is None:
        refused("sign_in_refused", user=str(user.id), reason="not verified")
        resources.later.start("mail_verification", mail_verification_again(resources, UserId(user.id), asker))
        raise WrongCredentialsError(_REFUSED)
    async with resources.sessions.begin() as session:
        accounts = AccountRepository(session)
        # A password that was changed while this one was compared has ended all sessions, this one too.
        current = await accounts.locked_user(UserId(user.id))
        if current is None or current.password_hash != confirmed:
            raise WrongCredentialsError(_REFUSED)
        family = await accounts.add_family(
            user.id, user_agent[:300], resources.clock.now(), resources.settings.refresh_lifetime
        )
    return current, _tokens(resources, family)


async def knows(resources: Resources, name: str, device: Device) -> bool:
    """Whether the account of this name knows the browser."""
    async with resources.sessions() as session:
        user = await AccountRepository(session).user_by_name(name)
    return user is not None and device.is_known_to(user.id, user.password_hash)


async def refresh(resources: Resources, session: AsyncSession, token: str) -> Tokens:
    """A new pair for a refresh token, once. A token seen again after its grace ends the whole family.

    Raises SessionEndedError; the caller must commit all the same, so that the end of a family is kept.
    """
    now = resources.clock.now()
    key = resources.settings.secret_key.get_secret_value()
    try:
        claims = verify(token, typ="refresh", key=key, now=now)
    except TokenInvalidError:
        raise SessionEndedError("The session is not valid any more; sign in again.") from None
    accounts = AccountRepository(session)
    family = await accounts.family_for_update(UUID(claims["fam"]))
    if family is None or family.ended_at is not None or family.expires_at <= now:
        raise SessionEndedError("This session was ended; sign in again.")
    if claims["gen"] == family.generation:
        family.generation += 1
        family.refreshed_at = now
    elif claims["gen"] != family.generation - 1 or now - family.refreshed_at > _REUSE_GRACE:
        family.ended_at = now
        await session.commit()
        refused("session_used_twice", user=str(family.user_id), session=str(family.id))
        raise SessionEndedError("This session was used from two places and was ended; sign in again.")
    return _tokens(resources, family)


async def logout(resources: Resources, session: AsyncSession, family_id: UUID) -> None:
    await AccountRepository(session).end_family(family_id, resources.clock.now())
    happened("signed_out", session=str(family_id))


def _tokens(resources: Resources, family: RefreshFamily) -> Tokens:
    settings, now = resources.settings, resources.clock.now()
    key = settings.secret_key.get_secret_value()
    claims = {"sub": str(family.user_id), "fam": str(family.id)}
    return Tokens(
        access=sign(claims, typ="access", key=key, now=now, lifetime=settings.access_lifetime),
        refresh=sign(
            {**claims, "gen": family.generation},
            typ="refresh",
            key=key,
            now=now,
            lifetime=family.expires_at - now,
        ),
    )
