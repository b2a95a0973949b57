"""Knowing a user by the password, and changing it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.account.code.repository import CodeRepository, Purpose
from services.api.account.errors import WrongPasswordError
from services.api.account.principal import SignedIn
from services.api.account.repository import AccountRepository
from services.api.resources import Resources
from services.api.security.events import happened, refused
from shared.contracts.ids import UserId
from shared.contracts.mail_due import announce_mail
from shared.db.models import User
from shared.problem.errors import UnauthenticatedError


async def confirm_password(resources: Resources, signed_in: SignedIn, password: str, pointer: str) -> str:
    """The stored hash that the password was compared with. Raises WrongPasswordError, TooManyAttemptsError.

    No connection to the database waits for the hashing. ``locked`` tells afterwards whether the hash still holds.
    """
    # By session: who has stolen one does not keep the user from changing the password in another.
    await resources.throttles.password.admit(str(signed_in.family_id))
    async with resources.sessions() as session:
        user = await AccountRepository(session).user(signed_in.user_id)
    stored = None if user is None else user.password_hash
    if not await resources.passwords.verify(password, stored) or stored is None:
        refused("password_refused")
        raise WrongPasswordError("The current password is not right.", pointer=pointer)
    return stored


async def locked(session: AsyncSession, user_id: UserId, confirmed_hash: str) -> User:
    """The user, who stays as they are until the transaction ends. Raises UnauthenticatedError.

    Raises it also where the password was changed since it was confirmed.
    """
    user = await AccountRepository(session).locked_user(user_id)
    if user is None or user.password_hash != confirmed_hash:
        raise UnauthenticatedError("The account was changed meanwhile; sign in again.")
    return user


async def change_password(
    resources: Resources, signed_in: SignedIn, current: str, new: str, *, end_other_sessions: bool
) -> str:
    """Sets the password, ends the other sessions if wanted, and tells the user by mail. Returns the new hash."""
    confirmed = await confirm_password(resources, signed_in, current, "#/body/current_password")
    password_hash = await resources.passwords.hash(new)
    async with resources.sessions.begin() as session:
        user = await locked(session, signed_in.user_id, confirmed)
        mail_id = await set_password(resources, session, user, password_hash, others_ended=end_other_sessions)
        if end_other_sessions:
            await AccountRepository(session).end_other_families(
                signed_in.user_id, signed_in.family_id, resources.clock.now()
            )
    await announce_mail(resources.redis, mail_id)
    happened("password_changed", others_ended=end_other_sessions)
    return password_hash


async def set_password(
    resources: Resources, session: AsyncSession, user: User, password_hash: str, *, others_ended: bool
) -> UUID:
    """Whoever had the old password or a mail has nothing left of it. Returns the id of the mail that says so."""
    accounts, user_id, now = AccountRepository(session), UserId(user.id), resources.clock.now()
    await accounts.set_password_hash(user_id, password_hash)
    await CodeRepository(session).withdraw(user_id, Purpose.RESET_PASSWORD, Purpose.CHANGE_MAIL)
    values = {
        "name": user.name,
        "changed_at": now.isoformat(timespec="seconds"),
        "others_ended": others_ended,
    }
    return accounts.add_mail("password_changed", user.mail, values, now)
