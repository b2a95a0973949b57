"""Registering, and proving that a mail address is one's own.

A registration for an address that is a verified user's goes the same way as any other, name and all; only the
mail differs, and its code is sent to nobody.
"""

from datetime import timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.account.code.repository import CodeRepository, Purpose
from services.api.account.code.service import redeem
from services.api.account.errors import MailTakenError, NameTakenError
from services.api.account.registration.schemas import UserCreate
from services.api.account.repository import AccountRepository, fold
from services.api.resources import Resources
from services.api.security.events import happened, refused
from shared.contracts.ids import UserId
from shared.contracts.mail_due import announce_mail
from shared.db.models import User

# A mail that was asked for twice within this is on its way.
_MAIL_UNDER_WAY = timedelta(minutes=1)


async def register(resources: Resources, create: UserCreate, asker: str) -> None:
    """Raises NameTakenError. Whether the address is known, only its owner is told, by mail.

    ``asker``: the network address; mails are limited by it.
    """
    password_hash = await resources.passwords.hash(create.password.get_secret_value())
    now, mail_id = resources.clock.now(), None
    async with resources.sessions.begin() as session:
        accounts = AccountRepository(session)
        user = await accounts.add_registration(create.name, create.mail, password_hash, create.timezone, now)
        if user is None:
            raise NameTakenError("This name is taken; choose another.")
        owner = await accounts.verified_user_of(create.mail)
        secret = await _issue(resources, session, user)
        if not await resources.throttles.mail.allows(fold(create.mail), asker):
            refused("mail_left_out", user=str(user.id))
        elif owner is None:
            mail_id = accounts.add_mail("verify_user", user.mail, _values(resources, user, secret), now)
        else:
            values = {"name": owner.name, "tried_name": user.name}
            mail_id = accounts.add_mail("already_registered", owner.mail, values, now)
    if mail_id is not None:
        await announce_mail(resources.redis, mail_id)
    happened("user_registered", user=str(user.id))


async def mail_verification(resources: Resources, name: str, asker: str) -> None:
    """Another mail to who has registered this name and is not verified; how long that takes shows to nobody."""
    async with resources.sessions() as session:
        user = await AccountRepository(session).user_by_name(name)
    if user is not None and user.verified_at is None:
        resources.later.start("mail_verification", mail_verification_again(resources, UserId(user.id), asker))


async def mail_verification_again(resources: Resources, user_id: UserId, asker: str) -> None:
    """To a user who is still unverified, unless such a mail is under way or the address is another's by now.

    Nor after so long as the first mail counts: whose address it is has been told that no more will come.
    """
    now = resources.clock.now()
    async with resources.sessions.begin() as session:
        accounts = AccountRepository(session)
        user = await accounts.locked_user(user_id)
        if user is None or user.verified_at is not None:
            return
        if user.created_at <= now - resources.settings.verification_lifetime:
            return
        if await CodeRepository(session).issued_since(user_id, Purpose.VERIFY_USER, now - _MAIL_UNDER_WAY):
            return
        if await accounts.verified_user_of(user.mail) is not None:
            return
        if not await resources.throttles.mail.allows(fold(user.mail), asker):
            refused("mail_left_out", user=str(user_id))
            return
        secret = await _issue(resources, session, user)
        mail_id = accounts.add_mail("verify_user", user.mail, _values(resources, user, secret), now)
    await announce_mail(resources.redis, mail_id)


async def verify(resources: Resources, secret: str) -> User:
    """The address that the code was sent to is its user's: of a new user, or of one who changes to it.

    Raises CodeInvalidError, MailTakenError.
    """
    now, notice = resources.clock.now(), None
    async with resources.sessions.begin() as session:
        code, user = await redeem(resources, session, secret, Purpose.VERIFY_USER, Purpose.CHANGE_MAIL)
        accounts, old_mail = AccountRepository(session), user.mail
        try:
            await accounts.verify(code.user_id, code.mail, now)
        except IntegrityError:
            raise MailTakenError("This address belongs to another account; sign in with that one.") from None
        # Links to an address that was the user's before do not count any more.
        await CodeRepository(session).withdraw(code.user_id, *Purpose)
        if code.purpose is Purpose.CHANGE_MAIL:
            values = {
                "name": user.name,
                "new_mail": code.mail,
                "changed_at": now.isoformat(timespec="seconds"),
            }
            notice = accounts.add_mail("mail_changed", old_mail, values, now)
    if notice is not None:
        await announce_mail(resources.redis, notice)
    happened("mail_verified", user=str(code.user_id), purpose=code.purpose)
    return user


async def _issue(resources: Resources, session: AsyncSession, user: User) -> str:
    lifetime = resources.settings.verification_lifetime
    return await CodeRepository(session).issue(
        UserId(user.id), Purpose.VERIFY_USER, user.mail, resources.clock.now(), lifetime
    )


def _values(resources: Resources, user: User, secret: str) -> dict[str, str]:
    until = resources.clock.now() + resources.settings.verification_lifetime
    return {"name": user.name, "code": secret, "expires_at": until.isoformat(timespec="minutes")}
