from pathlib import Path

import pytest

from deploy.local.demo.demo import APPS
from deploy.local.home import open_home
from deploy.local.mailbox.part import PAGE_PORT, MailboxPart
from deploy.local.ports import DEFAULT_PORT
from services.mailer.settings import MailerSettings


@pytest.fixture
def part(tmp_path: Path) -> MailboxPart:
    return MailboxPart(open_home(tmp_path / "home"))


def test_the_mailer_is_told_where_the_mailbox_is(part: MailboxPart, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = {"PYDASH_DATABASE_URL": "postgresql://x", "PYDASH_REDIS_URL": "redis://x", **part.settings}
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    read = MailerSettings()

    assert (read.smtp_host, read.smtp_port, read.smtp_security) == ("127.0.0.1", part.smtp_port, "none")


def test_the_page_and_the_server_have_ports_of_their_own(part: MailboxPart) -> None:
    assert part.port != part.smtp_port
    assert part.url == f"http://127.0.0.1:{part.port}"


def test_the_page_takes_no_port_that_the_demo_is_about_to_take() -> None:
    assert PAGE_PORT not in {DEFAULT_PORT, *(app.port for app in APPS)}
