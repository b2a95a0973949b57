"""Sends one mail and keeps the account of it."""

import random
from datetime import timedelta

import structlog

from services.mailer.outbox.repository import ClaimedMail, OutboxRepository
from services.mailer.resources import Resources
from services.mailer.templates.render import render
from services.mailer.transport.transport import MailRefusedError

# 1, 2, 4 … minutes, at most an hour.
_FIRST_DELAY = timedelta(minutes=1)
_LONGEST_DELAY = timedelta(hours=1)
_DOUBLINGS_MAX = 6
# Also of a mail that was written long ago, while no mailer ran.
ATTEMPTS_MIN = 8

_log = structlog.get_logger(__name__)


async def send(resources: Resources, mail: ClaimedMail) -> None:
    """Raises nothing of the mail's own: whatever is wrong with it stands in its account."""
    settings = resources.settings
    try:
        message = render(
            message_id=mail.message_id,
            template=mail.template,
            recipient=mail.recipient,
            values=mail.values,
            created_at=mail.created_at,
            mail_from=settings.mail_from,
            public_url=settings.public_url,
        )
    except Exception as error:  # noqa: BLE001 - whatever its values did to the template, they always will
        await _save_refusal(resources, mail, f"{type(error).__name__}: {error}", permanent=True)
        return
    try:
        await resources.transport.send(message)
    except MailRefusedError as error:
        await _save_refusal(resources, mail, str(error), permanent=error.permanent)
    else:
        async with resources.sessions.begin() as session:
            await OutboxRepository(session).save_sent(mail.id, resources.clock.now())
        _log.info("mail_sent", mail=str(mail.id), template=mail.template, attempts=mail.attempts)


async def forget_finished_mail(resources: Resources) -> None:
    now, settings = resources.clock.now(), resources.settings
    async with resources.sessions.begin() as session:
        await OutboxRepository(session).forget(now - settings.mail_sent_kept, now - settings.mail_failed_kept)


def retry_delay(attempts: int) -> timedelta:
    """After so many of them; spread, so that mails refused together do not come back together."""
    delay: timedelta = min(_FIRST_DELAY * 2 ** min(attempts - 1, _DOUBLINGS_MAX), _LONGEST_DELAY)
    return delay * random.uniform(0.5, 1)  # noqa: S311 - spreads load, guards nothing


async def _save_refusal(resources: Resources, mail: ClaimedMail, reason: str, *, permanent: bool) -> None:
    now = resources.clock.now()
    given_up = (
        mail.attempts >= ATTEMPTS_MIN and now - mail.created_at >= resources.settings.mail_given_up_after
    )
    reason = _storable(reason)
    fields = {"mail": str(mail.id), "template": mail.template, "reason": reason, "attempts": mail.attempts}
    async with resources.sessions.begin() as session:
        outbox = OutboxRepository(session)
        if permanent or given_up:
            await outbox.save_failed(mail, reason, now)
        else:
            await outbox.save_retry(mail, reason, now + retry_delay(mail.attempts))
    if permanent or given_up:
        _log.error("mail_failed", **fields)
    else:
        _log.warning("mail_refused", **fields)


def _storable(reason: str) -> str:
    """It may be a server's answer, of any bytes; Postgres takes neither NUL nor half a surrogate."""
    return "".join(each if each.isprintable() else " " for each in reason)[:300]
