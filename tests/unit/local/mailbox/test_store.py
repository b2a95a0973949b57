import stat
from pathlib import Path

import pytest

from deploy.local.mailbox.store import Mailbox


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "mail"


def contents(mailbox: Mailbox) -> list[bytes | None]:
    return [mail.read() for mail in mailbox.mails()]


def test_the_newest_mail_comes_first(folder: Path) -> None:
    mailbox = Mailbox(folder)
    for content in (b"first", b"second", b"third"):
        mailbox.keep(content)

    assert contents(mailbox) == [b"third", b"second", b"first"]


def test_mails_are_there_after_a_restart(folder: Path) -> None:
    Mailbox(folder).keep(b"kept")

    assert contents(Mailbox(folder)) == [b"kept"]


def test_the_oldest_make_room(folder: Path) -> None:
    mailbox = Mailbox(folder, kept_max=3)
    for number in range(10):
        mailbox.keep(str(number).encode())

    assert contents(mailbox) == [b"9", b"8", b"7"]
    assert len(list(folder.iterdir())) == 3


def test_a_mail_is_found_by_its_id_until_it_made_room(folder: Path) -> None:
    mailbox = Mailbox(folder, kept_max=1)
    mailbox.keep(b"first")
    [first] = mailbox.mails()
    assert mailbox.mail(first.id) == first

    mailbox.keep(b"second")

    assert mailbox.mail(first.id) is None
    assert first.read() is None


@pytest.mark.parametrize(
    "mail_id",
    [
        "",
        ".",
        "../secret",
        "../secret.eml",
        "/etc/passwd",
        "secret",
        "%2e%2e%2fsecret",
        "00000000000000000000-00000000/../../secret",
        "00000000000000000000-00000000\x00",
        "00000000000000000000-0000000g",
        20 * "\N{ARABIC-INDIC DIGIT ZERO}" + "-00000000",
    ],
)
def test_what_is_no_id_becomes_no_path(folder: Path, mail_id: str) -> None:
    mailbox = Mailbox(folder)
    (folder.parent / "secret").write_text("not a mail", encoding="utf-8")
    (folder.parent / "secret.eml").write_text("not a mail", encoding="utf-8")
    (folder / "secret.eml").write_text("not ours", encoding="utf-8")

    assert mailbox.mail(mail_id) is None
    assert mailbox.mails() == []


def test_mails_are_their_owners_alone(folder: Path) -> None:
    mailbox = Mailbox(folder)
    mailbox.keep(b"a link that resets a password")

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(mail.path.stat().st_mode) for mail in mailbox.mails()] == [0o600]


def test_what_was_half_written_when_the_machine_went_down_is_no_mail(folder: Path) -> None:
    mailbox = Mailbox(folder)
    unfinished = folder / ".01795256151642565334-415e1c37.new"
    unfinished.write_bytes(b"Subj")
    assert mailbox.mails() == []

    Mailbox(folder)

    assert not unfinished.exists()
