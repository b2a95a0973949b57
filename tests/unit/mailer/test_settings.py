from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from services.mailer.settings import MailerSettings


def settings(**changes: Any) -> MailerSettings:
    return MailerSettings.model_validate(
        {"database_url": "postgresql://x", "redis_url": "redis://x", **changes}
    )


def test_tls_is_insisted_on_unless_told_otherwise() -> None:
    assert settings().smtp_security == "starttls"


def test_a_password_is_never_for_the_clear() -> None:
    with pytest.raises(ValidationError, match="is not sent without TLS"):
        settings(smtp_username="pydash", smtp_password="secret", smtp_security="none")


@pytest.mark.parametrize(
    "host",
    [
        "smtp..example.org",
        ".example.org",
        f"{'x' * 64}.org",
        "smtp.example.org:587",
        "smtp://smtp.example.org",
        "[::1]",
        "smtp.example.org\n",
        " ",
    ],
)
def test_a_server_that_cannot_be_looked_up_is_refused_at_the_start(host: str) -> None:
    with pytest.raises(ValidationError, match=r"such as smtp\.example\.org"):
        settings(smtp_host=host)


@pytest.mark.parametrize(
    "host",
    [
        None,
        "",
        "localhost",
        "smtp.example.org",
        "smtp.example.org.",
        "mail_1",
        "bücher.example",
        "10.0.0.1",
        "::1",
    ],
)
def test_a_server_is_a_name_or_an_address_or_none(host: str | None) -> None:
    assert settings(smtp_host=host).smtp_host == host


@pytest.mark.parametrize("password", [None, ""])
def test_a_user_name_without_a_password_is_a_mistake(password: str | None) -> None:
    with pytest.raises(ValidationError, match="PYDASH_SMTP_USERNAME is set"):
        settings(smtp_username="pydash", smtp_password=password)


def test_an_empty_password_alone_is_none() -> None:
    """The images name a file for it, which may be empty."""
    assert settings(smtp_password="").smtp_username is None


@pytest.mark.parametrize(
    "mail_from",
    [
        "",
        "PyDash",
        "pydash@",
        "a@x.example, b@x.example",
        "PyDash <a@x.example>\nBcc: b@x.example",
        "Ä <ä@x.example>",
    ],
)
def test_a_sender_that_is_no_address_is_refused_at_the_start(mail_from: str) -> None:
    with pytest.raises(ValidationError, match=r"such as PyDash <pydash@example\.org>"):
        settings(mail_from=mail_from)


@pytest.mark.parametrize(
    ("mail_from", "domain"),
    [
        ("pydash@mail.example", "mail.example"),
        ("PyDash <pydash@localhost>", "localhost"),
        ("Übersicht <pydash@mail.example>", "mail.example"),
    ],
)
def test_message_ids_end_in_the_senders_domain(mail_from: str, domain: str) -> None:
    assert settings(mail_from=mail_from).mail_domain == domain


def test_handing_over_a_mail_is_given_a_second_at_least() -> None:
    with pytest.raises(ValidationError, match="smtp_timeout"):
        settings(smtp_timeout=timedelta(0))
