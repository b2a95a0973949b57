"""The mailer's settings."""

from typing import Literal

from pydantic import Field, SecretStr

from shared.settings.mixins import DatabaseSettings, RedisSettings


class MailerSettings(DatabaseSettings, RedisSettings):
    smtp_host: str | None = Field(None, description="SMTP server; without one mails are written to the log.")
    smtp_port: int = Field(587, ge=1, le=65535, description="Its port.")
    smtp_username: str | None = Field(None, description="User name at the SMTP server, if it wants one.")
    smtp_password: SecretStr | None = Field(None, description="Password at the SMTP server.")
    smtp_security: Literal["none", "starttls", "tls"] = Field(
        "starttls", description="tls from the first byte, starttls, or none for a server on the same machine."
    )
    mail_from: str = Field("PyDash <pydash@localhost>", description="Sender of all mail.")
    public_url: str = Field(
        "http://127.0.0.1:8000", description="Where users reach PyDash; links in mails use it."
    )
    mail_attempts_max: int = Field(
        8, ge=1, description="After so many attempts a mail counts as failed; they span some four hours."
    )
