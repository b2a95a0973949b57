"""The mailer as a process: a password change over HTTP ends in a mailbox."""

from typing import Any

from aiosmtpd.controller import Controller

from deploy.local.ports import LOOPBACK, free_port
from tests.fixtures.system import PASSWORD, System
from tests.fixtures.waiting import eventually
from tests.integration.mailer.test_outbox import Sink


async def test_a_password_change_is_told_by_mail(system: System) -> None:
    sink = Sink()
    controller = Controller(sink, hostname=LOOPBACK, port=free_port())
    controller.start()
    try:
        system.settings |= {
            "SMTP_HOST": LOOPBACK,
            "SMTP_PORT": str(controller.port),
            "SMTP_SECURITY": "none",
        }
        await system.start("api", "mailer")
        change = {"current_password": PASSWORD, "new_password": "another long password"}
        browser = {"Authorization": "", "Sec-Fetch-Site": "same-origin"}
        credentials = {"name": system.user, "password": PASSWORD}
        assert (await system.api.post("/sessions", json=credentials, headers=browser)).status_code == 201
        changed = await system.api.put("/users/me/password", json=change, headers=browser)
        assert changed.status_code == 204, changed.text

        async def taken() -> list[Any]:
            return sink.taken

        [mail] = await eventually(taken, bool, 15)
    finally:
        controller.stop()

    assert mail["To"] == "alice@pydash.example"
    assert "another long password" not in mail.as_string()
