"""What whoever runs PyDash sees of mails that were given up, and can do."""

import os
import subprocess
import sys

from deploy.local.home import PROJECT
from services.mailer.outbox.failed import describe_failed, retry_failed
from services.mailer.resources import Resources
from tests.integration.mailer.conftest import delivery, put, send_due_mail
from tests.integration.mailer.sink import Sink


async def test_a_failed_mail_is_listed_with_what_the_server_said(resources: Resources, sink: Sink) -> None:
    # A server may answer what no terminal and no database should get.
    sink.refused_recipients["dead@pydash.example"] = "550 no \x1b[31msuch\x00 user"
    dead = await put(resources.sessions, "dead@pydash.example")
    await put(resources.sessions)
    assert await describe_failed(resources.sessions) == "0 mails failed"

    await send_due_mail(resources)

    line, count = (await describe_failed(resources.sessions)).splitlines()
    assert str(dead) in line
    assert line.endswith("'dead@pydash.example'  1 attempts  550 no  [31msuch  user")
    assert count == "1 mails failed"


async def test_what_failed_can_be_sent_again_under_its_id(resources: Resources, sink: Sink) -> None:
    sink.refused_recipients["alice@pydash.example"] = "554 relay access denied"
    mail_id = await put(resources.sessions)
    await send_due_mail(resources)
    assert (await delivery(resources, mail_id)).outcome == "failed"

    sink.refused_recipients.clear()
    assert await retry_failed(resources.sessions, resources.clock.now()) == 1
    await send_due_mail(resources)

    assert [mail["Message-ID"] for mail in sink.taken] == [f"<{mail_id}@pydash.example>"]
    assert await describe_failed(resources.sessions) == "0 mails failed"


def test_the_command_says_how_many(fresh_database: str, redis_url: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "services.mailer.outbox.failed", "--retry"],
        cwd=PROJECT,
        env=os.environ | {"PYDASH_DATABASE_URL": fresh_database, "PYDASH_REDIS_URL": redis_url},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert (ended.stdout, ended.stderr) == ("0 mails are due again\n", "")
