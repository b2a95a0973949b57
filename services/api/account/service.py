"""Decisions about sign-in, sessions and passwords."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.account.errors import SessionEndedError, WrongCredentialsError, WrongPasswordError
from services.api.account.principal import SignedIn
from services.api.account.repository import AccountRepository
from services.api.resources import Resources
from shared.db.models import RefreshFamily, User
from shared.security.jwt import TokenInvalidError, sign, verify

# Two tabs may refresh at the same moment with the same token; within this grace that is not theft.
_REUSE_GRACE = timedelta(seconds=10)


@dataclass(frozen=True)
class Tokens:
    access: str
    refresh: str


async def login(
    resources: Resources, session: AsyncSession, name: str, password: str, user_agent: str
) -> tuple[User, Tokens]:
    """Raises WrongCredentialsError; an unknown name costs the same time as a wrong password."""
    accounts = AccountRepository(session)
    user = await accounts.user_by_name(name)
    right = await resources.passwords.verify(password, user.password_hash if user else None)
    if user is None or not right or user.verified_at is None:
        raise WrongCredentialsError("The name or the password is not right.")
    family = await accounts.add_family(
        user.id, user_agent[:300], resources.clock.now(), resources.settings.refresh_lifetime
    )
    return user, _tokens(resources, family)


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
        raise SessionEndedError("This session was used from two places and was ended; sign in again.")
    return _tokens(resources, family)


async def logout(resources: Resources, session: AsyncSession, family_id: UUID) -> None:
    await AccountRepository(session).end_family(family_id, resources.clock.now())


async def change_password(
    resources: Resources, session: AsyncSession, signed_in: SignedIn, current: str, new: str
) -> UUID:
    """Sets the password, ends every other session and leaves a mail in the outbox, whose id it returns."""
    accounts = AccountRepository(session)
    user = await accounts.user(signed_in.user_id)
    if user is None or not await resources.passwords.verify(current, user.password_hash):
        raise WrongPasswordError("The current password is not right.", pointer="#/body/current_password")
    now = resources.clock.now()
    await accounts.set_password_hash(signed_in.user_id, await resources.passwords.hash(new))
    await accounts.end_other_families(signed_in.user_id, signed_in.family_id, now)
    values = {"name": user.name, "changed_at": now.isoformat(timespec="seconds")}
    return accounts.add_mail("password_changed", user.mail, values, now)


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
