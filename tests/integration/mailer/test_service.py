"""The mailer as a process: a password change over HTTP ends in a mailbox."""

from email.message import Message

from deploy.local.ports import LOOPBACK
from tests.fixtures.system import PASSWORD, System
from tests.fixtures.waiting import eventually
from tests.integration.mailer.sink import Sink


async def test_a_password_change_is_told_by_mail(system: System, sink: Sink, smtp_port: int) -> None:
    system.settings |= {"SMTP_HOST": LOOPBACK, "SMTP_PORT": str(smtp_port), "SMTP_SECURITY": "none"}
    await system.start("api", "mailer")
    change = {"current_password": PASSWORD, "new_password": "another long password"}
    browser = {"Authorization": "", "Sec-Fetch-Site": "same-origin"}
    credentials = {"name": system.user, "password": PASSWORD}
    assert (await system.api.post("/sessions", json=credentials, headers=browser)).status_code == 201
    changed = await system.api.put("/users/me/password", json=change, headers=browser)
    assert changed.status_code == 204, changed.text

    async def taken() -> list[Message]:
        return sink.taken

    [mail] = await eventually(taken, bool, 15)

    assert mail["To"] == "alice@pydash.example"
    assert "another long password" not in mail.as_string()
