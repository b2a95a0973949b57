"""The mailbox as a process: what SMTP brings, the page shows."""

import asyncio
import smtplib
from collections.abc import AsyncIterator
from email.message import EmailMessage
from io import StringIO
from pathlib import Path

import httpx
import pytest

from deploy.local.embedded.process import Output
from deploy.local.home import Home, open_home
from deploy.local.mailbox.part import MailboxPart
from deploy.local.mailbox.server import MAIL_BYTES_MAX
from deploy.local.screen import Screen
from deploy.local.stack import Options, Stack


def ignore(_line: str) -> None:
    """What it writes does not matter."""


IGNORED: Output = ignore


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return open_home(tmp_path / "home")


@pytest.fixture
async def mailbox(home: Home) -> AsyncIterator[MailboxPart]:
    part = MailboxPart(home)
    program = part.program(IGNORED)
    await program.start()
    yield part
    await program.stop()


async def send(port: int, message: EmailMessage) -> None:
    def speak() -> None:
        with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
            client.send_message(message)

    await asyncio.to_thread(speak)


def mail(recipient: str = "ada@pydash.example", text: str = "Hello") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "pydash@localhost", recipient, "Verify"
    message.set_content(text)
    return message


async def listed(mailbox: MailboxPart) -> str:
    async with httpx.AsyncClient(trust_env=False) as client:
        return (await client.get(mailbox.url)).text


async def test_what_is_sent_is_on_the_page(mailbox: MailboxPart) -> None:
    await send(mailbox.smtp_port, mail())
    await send(mailbox.smtp_port, mail("jörg@münchen.example"))

    page = await listed(mailbox)
    assert "ada@pydash.example" in page
    assert "jörg@münchen.example" in page


async def test_a_mail_of_any_size_is_not_taken(mailbox: MailboxPart) -> None:
    with pytest.raises(smtplib.SMTPResponseException, match="552"):
        await send(mailbox.smtp_port, mail(text="x" * MAIL_BYTES_MAX))

    assert "No mail yet" in await listed(mailbox)


async def test_mails_stay_when_it_is_started_again(home: Home) -> None:
    part = MailboxPart(home)
    program = part.program(IGNORED)
    await program.start()
    await send(part.smtp_port, mail())
    await program.stop()

    await program.start()

    assert "ada@pydash.example" in await listed(part)
    await program.stop()


async def test_a_mailbox_that_cannot_be_had_is_said_and_stops_nothing(home: Home) -> None:
    home.mail.write_text("a file where the folder should be", encoding="utf-8")
    said = StringIO()
    stack = Stack(home, 1, "", Options(), Screen(said))

    assert await stack._start_mailbox() == {}

    assert "warning: mails go to the mailer's log: mailbox did not start" in said.getvalue()
