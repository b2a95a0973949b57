"""Deleting a user: at once, with sessions and keys. Dashboards are nobody's then, and go step by step."""

from services.api.account.password.service import confirm_password, locked
from services.api.account.principal import SignedIn
from services.api.account.repository import AccountRepository
from services.api.dashboard.repository import DashboardRepository
from services.api.resources import Resources
from services.api.security.events import happened
from shared.contracts.mail_due import announce_mail
from shared.db.viewer import Viewer


async def delete_user(resources: Resources, signed_in: SignedIn, password: str) -> None:
    """Raises WrongPasswordError, TooManyAttemptsError."""
    user_id = signed_in.user_id
    confirmed = await confirm_password(resources, signed_in, password, "#/body/password")
    now = resources.clock.now()
    async with resources.sessions.begin() as session:
        user = await locked(session, user_id, confirmed)
        accounts = AccountRepository(session)
        await DashboardRepository(session, Viewer(user_id)).give_up_all()
        # Mails of before hold the name and the address; the last one goes with its time, like all.
        await accounts.forget_mail_to(user.mail)
        values = {"name": user.name, "deleted_at": now.isoformat(timespec="seconds")}
        mail_id = accounts.add_mail("account_deleted", user.mail, values, now)
        await accounts.remove(user_id)
    await announce_mail(resources.redis, mail_id)
    happened("user_deleted")
