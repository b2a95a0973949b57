"""A forgotten password: a mail, and with its code a new one."""

from services.api.account.code.repository import CodeRepository, Purpose
from services.api.account.code.service import find, redeem
from services.api.account.password.service import set_password
from services.api.account.repository import AccountRepository, fold
from services.api.resources import Resources
from services.api.security.events import happened, refused
from shared.contracts.ids import UserId
from shared.contracts.mail_due import announce_mail


async def request_reset(resources: Resources, mail: str) -> None:
    """A mail to the verified user of this address, if there is one; how long that takes shows to nobody."""
    async with resources.sessions() as session:
        user = await AccountRepository(session).verified_user_of(mail)
    if user is not None:
        resources.later.start("mail_reset_code", _mail_code(resources, UserId(user.id)))


async def _mail_code(resources: Resources, user_id: UserId) -> None:
    now, lifetime = resources.clock.now(), resources.settings.reset_lifetime
    async with resources.sessions.begin() as session:
        accounts = AccountRepository(session)
        user = await accounts.locked_user(user_id)
        if user is None:
            return
        if not await resources.throttles.reset_mail.allows(fold(user.mail)):
            refused("mail_left_out", user=str(user_id))
            return
        # To the address that was verified, not as whoever asked has spelled it.
        codes = CodeRepository(session)
        secret = await codes.issue(user_id, Purpose.RESET_PASSWORD, user.mail, now, lifetime)
        values = {
            "name": user.name,
            "code": secret,
            "expires_at": (now + lifetime).isoformat(timespec="minutes"),
        }
        mail_id = accounts.add_mail("reset_password", user.mail, values, now)
    await announce_mail(resources.redis, mail_id)


async def reset(resources: Resources, secret: str, new_password: str) -> tuple[UserId, str]:
    """Sets the password and ends every session: the user, and the new hash. Raises CodeInvalidError."""
    async with resources.sessions() as session:
        # First, so that guessing codes costs no hashing.
        await find(resources, session, secret, Purpose.RESET_PASSWORD)
    password_hash = await resources.passwords.hash(new_password)
    async with resources.sessions.begin() as session:
        code, user = await redeem(resources, session, secret, Purpose.RESET_PASSWORD)
        mail_id = await set_password(resources, session, user, password_hash, others_ended=True)
        await AccountRepository(session).end_other_families(code.user_id, None, resources.clock.now())
    await announce_mail(resources.redis, mail_id)
    happened("password_reset", user=str(code.user_id))
    return code.user_id, password_hash
