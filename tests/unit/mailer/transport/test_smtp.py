"""What is told of a mail without a server; tests/integration/mailer has one."""

from email.message import EmailMessage

import pytest

from services.mailer.settings import MailerSettings
from services.mailer.transport.smtp import SmtpTransport
from services.mailer.transport.transport import MailRefusedError


async def test_a_host_that_cannot_be_looked_up_is_not_the_mails_fault() -> None:
    settings = MailerSettings.model_validate({"database_url": "postgresql://x", "redis_url": "redis://x"})

    with pytest.raises(MailRefusedError, match="idna") as refused:
        await SmtpTransport("smtp..example.org", settings).send(EmailMessage())

    assert not refused.value.permanent
