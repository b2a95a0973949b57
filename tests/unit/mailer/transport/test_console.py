from collections.abc import Iterator
from email.message import EmailMessage

import pytest
import structlog
from structlog.testing import capture_logs

from services.mailer.transport.console import ConsoleTransport
from services.mailer.transport.transport import MailRefusedError, Transport


@pytest.fixture
def lines() -> Iterator[list[structlog.typing.EventDict]]:
    with capture_logs() as lines:
        yield lines


async def test_without_a_server_a_mail_can_be_read_in_the_log(
    lines: list[structlog.typing.EventDict],
) -> None:
    message = EmailMessage()
    message["To"], message["Subject"] = "ada@pydash.invalid", "Your code"
    message.set_content("Open https://pydash.example/verify\n")
    message.add_alternative("<p>Open it</p>", subtype="html")
    transport: Transport = ConsoleTransport()

    await transport.send(message)

    (line,) = lines
    assert line["event"] == "mail_written_to_log"
    assert (line["recipient"], line["subject"]) == ("ada@pydash.invalid", "Your code")
    assert line["text"] == "Open https://pydash.example/verify\n"


async def test_a_mail_without_text_is_no_reason_to_fail(lines: list[structlog.typing.EventDict]) -> None:
    message = EmailMessage()
    message.set_content("<p>Open it</p>", subtype="html")

    await ConsoleTransport().send(message)

    assert lines[0]["text"] == ""


def test_a_refusal_says_whether_trying_again_is_of_use() -> None:
    assert MailRefusedError("full", permanent=False).permanent is False
    assert str(MailRefusedError("no such user", permanent=True)) == "no such user"
