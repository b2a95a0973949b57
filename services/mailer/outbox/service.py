"""Sends what is due. One bad mail delays neither others nor itself for ever."""

from datetime import timedelta

import structlog
from jinja2 import TemplateError

from services.mailer.outbox.repository import DueMail, OutboxRepository
from services.mailer.resources import Resources
from services.mailer.templates.render import render
from services.mailer.transport.transport import MailRefusedError

_LEASE = timedelta(minutes=2)
_CLAIMED_MAX = 20
# 1, 2, 4 … minutes, at most an hour.
_FIRST_DELAY = timedelta(minutes=1)
_LONGEST_DELAY = timedelta(hours=1)

_log = structlog.get_logger(__name__)


async def send_due_mail(resources: Resources) -> None:
    """Sends all that is due now. Several mailers, or one job run twice, share the work."""
    now = resources.clock.now()
    async with resources.sessions.begin() as session:
        await OutboxRepository(session).adopt_new(now)
    while True:
        async with resources.sessions.begin() as session:
            mails = await OutboxRepository(session).claim_due(now, _LEASE, _CLAIMED_MAX)
        for mail in mails:
            await _send(resources, mail)
        if len(mails) < _CLAIMED_MAX:
            return


async def _send(resources: Resources, mail: DueMail) -> None:
    try:
        message = render(
            mail_id=mail.id,
            template=mail.template,
            recipient=mail.recipient,
            values=mail.values,
            created_at=mail.created_at,
            mail_from=resources.settings.mail_from,
            public_url=resources.settings.public_url,
        )
        await resources.transport.send(message)
    except MailRefusedError as error:
        await _save_refusal(resources, mail, str(error), permanent=error.permanent)
    except (TemplateError, ValueError) as error:
        # ValueError: a header that mail cannot carry, such as an address with a line break.
        await _save_refusal(resources, mail, f"{type(error).__name__}: {error}", permanent=True)
    else:
        async with resources.sessions.begin() as session:
            await OutboxRepository(session).save_sent(mail.id, resources.clock.now())
        _log.info("mail_sent", mail=str(mail.id), template=mail.template)


async def _save_refusal(resources: Resources, mail: DueMail, reason: str, *, permanent: bool) -> None:
    final = permanent or mail.attempts >= resources.settings.mail_attempts_max
    delay = min(_FIRST_DELAY * 2 ** (mail.attempts - 1), _LONGEST_DELAY)
    async with resources.sessions.begin() as session:
        outbox = OutboxRepository(session)
        if final:
            await outbox.save_failed(mail.id, reason)
        else:
            await outbox.save_retry(mail.id, reason, resources.clock.now() + delay)
    _log.warning("mail_refused", mail=str(mail.id), reason=reason, final=final, attempts=mail.attempts)
