"""The mailer's settings."""

import re
from contextlib import suppress
from datetime import timedelta
from email.headerregistry import AddressHeader
from email.policy import SMTP
from ipaddress import ip_address
from typing import Literal

from pydantic import Field, SecretStr, ValidationInfo, field_validator

from shared.settings.mixins import DatabaseSettings, RedisSettings

# Underscores are in names of containers.
_HOST = re.compile(r"[A-Za-z0-9_.-]+")


class MailerSettings(DatabaseSettings, RedisSettings):
    smtp_host: str | None = Field(None, description="SMTP server; without one mails are written to the log.")
    smtp_port: int = Field(587, ge=1, le=65535, description="Its port.")
    smtp_security: Literal["none", "starttls", "tls"] = Field(
        "starttls", description="tls from the first byte, starttls, or none for a server on the same machine."
    )
    smtp_username: str | None = Field(None, description="User name at the SMTP server, if it wants one.")
    smtp_password: SecretStr | None = Field(
        None, validate_default=True, description="Password at the SMTP server; only sent over TLS."
    )
    smtp_timeout: timedelta = Field(
        timedelta(minutes=1),
        ge=timedelta(seconds=1),
        description="How long handing over one mail may take in all.",
    )
    smtp_connections_max: int = Field(8, ge=1, le=100, description="Mails handed over at the same time.")
    mail_from: str = Field("PyDash <pydash@localhost>", description="Sender of all mail.")
    public_url: str = Field(
        "http://127.0.0.1:8000", description="Where users reach PyDash; links in mails use it."
    )
    mail_given_up_after: timedelta = Field(
        timedelta(days=3),
        description="So long a mail is tried, and eight times at least, while its refusals may pass.",
    )
    mail_sent_kept: timedelta = Field(
        timedelta(days=1), description="How long a sent mail stays in Postgres."
    )
    mail_failed_kept: timedelta = Field(
        timedelta(days=30), description="How long a mail that failed stays in Postgres."
    )

    @field_validator("smtp_host")
    @classmethod
    def _can_be_looked_up(cls, host: str | None) -> str | None:
        if host and not _is_host(host):
            raise ValueError(
                "is no host name and no IP address, such as smtp.example.org; its port is PYDASH_SMTP_PORT"
            )
        return host

    @field_validator("smtp_password")
    @classmethod
    def _not_in_the_clear(cls, password: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if not info.data.get("smtp_username"):
            return password
        if password is None or not password.get_secret_value():
            raise ValueError("is missing, though PYDASH_SMTP_USERNAME is set")
        if info.data.get("smtp_security") == "none":
            raise ValueError("is not sent without TLS; set PYDASH_SMTP_SECURITY to starttls or tls")
        return password

    @field_validator("mail_from")
    @classmethod
    def _one_sender(cls, value: str) -> str:
        if len(value.splitlines()) != 1 or not _sender_of(value).isascii():
            raise ValueError("is no mail address in ASCII, such as PyDash <pydash@example.org>")
        return value

    @property
    def mail_domain(self) -> str:
        """The sender's; Message-IDs end in it."""
        return _sender_of(self.mail_from).rpartition("@")[2]


def _is_host(text: str) -> bool:
    with suppress(ValueError):
        ip_address(text)
        return True
    try:
        # As the system's look-up does, which fails at a label that is empty or too long.
        return _HOST.fullmatch(text.encode("idna").decode()) is not None
    except UnicodeError:
        return False


def _sender_of(mail_from: str) -> str:
    """The bare address; raises ValueError unless it is one."""
    try:
        header = SMTP.header_factory("From", mail_from)
    except IndexError:
        # Python's parser runs off the end of some that are cut short.
        header = None
    addresses = header.addresses if isinstance(header, AddressHeader) else ()
    if len(addresses) != 1 or not (addresses[0].username and addresses[0].domain):
        raise ValueError("is not one mail address, such as PyDash <pydash@example.org>")
    return addresses[0].addr_spec
