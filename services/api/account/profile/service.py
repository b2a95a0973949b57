"""What users change of themselves."""

from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.account.code.repository import CodeRepository, Purpose
from services.api.account.errors import NameTakenError
from services.api.account.password.service import confirm_password
from services.api.account.principal import SignedIn
from services.api.account.profile.schemas import UserSettings
from services.api.account.repository import AccountRepository, fold
from services.api.account.schemas import UserRead
from services.api.resources import Resources
from services.api.security.events import happened, refused
from shared.contracts.ids import UserId
from shared.contracts.mail_due import announce_mail
from shared.db.models import User
from shared.problem.errors import InvalidInputError, UnauthenticatedError


async def change_settings(resources: Resources, signed_in: SignedIn, settings: UserSettings) -> User:
    """All or nothing; a new address waits for its link.

    Raises NameTakenError, WrongPasswordError, TooManyAttemptsError.
    """
    user_id = signed_in.user_id
    if settings.mail is not None:
        await resources.throttles.mail_request.admit(str(user_id))
    confirmed = await _confirm(resources, signed_in, settings)
    mail_id = None
    async with resources.sessions.begin() as session:
        accounts = AccountRepository(session)
        user = await accounts.locked_user(user_id)
        if user is None or confirmed not in {None, user.password_hash}:
            raise UnauthenticatedError("The account was changed meanwhile; sign in again.")
        if changes := settings.changes():
            try:
                await accounts.change(user_id, changes)
            except IntegrityError:
                raise NameTakenError("This name is taken; choose another.") from None
            await session.refresh(user)
        if settings.mail is not None and settings.mail != user.mail:
            mail_id = await _mail_new_address(resources, session, user, settings.mail)
    if mail_id is not None:
        happened("mail_change_asked")
        await announce_mail(resources.redis, mail_id)
    return user


async def _confirm(resources: Resources, signed_in: SignedIn, settings: UserSettings) -> str | None:
    """The hash of the password that was given, where one is needed."""
    if settings.mail is None:
        return None
    pointer = "#/body/current_password"
    if settings.current_password is None:
        raise InvalidInputError("is needed to change the mail address", pointer=pointer)
    return await confirm_password(resources, signed_in, settings.current_password.get_secret_value(), pointer)


async def _mail_new_address(
    resources: Resources, session: AsyncSession, user: User, mail: str
) -> UUID | None:
    """A code to the new address; to one that is another user's, the news that somebody tried.

    None where the address has got many: who asks is not told, for that would tell whose it is.
    """
    if not await resources.throttles.mail.allows(fold(mail), str(user.id)):
        refused("mail_left_out")
        return None
    accounts, codes, now = AccountRepository(session), CodeRepository(session), resources.clock.now()
    lifetime = resources.settings.verification_lifetime
    await codes.withdraw(UserId(user.id), Purpose.CHANGE_MAIL)
    secret = await codes.issue(UserId(user.id), Purpose.CHANGE_MAIL, mail, now, lifetime)
    owner = await accounts.verified_user_of(mail)
    if owner is not None and owner.id != user.id:
        values = {"name": owner.name, "tried_name": user.name}
        return accounts.add_mail("already_registered", owner.mail, values, now)
    values = {
        "name": user.name,
        "code": secret,
        "expires_at": (now + lifetime).isoformat(timespec="minutes"),
    }
    return accounts.add_mail("change_mail", mail, values, now)


def read(user: User) -> UserRead:
    return UserRead.model_validate(user, from_attributes=True)
