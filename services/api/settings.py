"""The API's settings."""

from datetime import timedelta
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator

from services.api.throttle.limit import parse_limits
from shared.guard.policy import parse_networks
from shared.settings.mixins import DatabaseSettings, RedisSettings, TokenKeySettings


def parse_origins(text: str) -> list[str]:
    return [origin.strip() for origin in text.split(",") if origin.strip()]


class ApiSettings(DatabaseSettings, RedisSettings, TokenKeySettings):
    secret_key: SecretStr = Field(
        min_length=32, description="Signs sign-in tokens; at least 32 characters, the same in each replica."
    )
    public_url: str = Field(
        "http://127.0.0.1:8000",
        description="Where users reach PyDash; links in mails and origin checks use it.",
    )
    cookie_secure: bool = Field(
        True, description="Cookies only over TLS (with the __Host- prefix); false only where there is no TLS."
    )
    access_lifetime: timedelta = Field(timedelta(minutes=15), description="How long an access token lives.")
    refresh_lifetime: timedelta = Field(
        timedelta(days=30), description="How long a sign-in lives, however often it is refreshed."
    )
    verification_lifetime: timedelta = Field(
        timedelta(days=7),
        gt=timedelta(0),
        description="How long the link that verifies a mail address counts; who never verifies is then removed.",
    )
    reset_lifetime: timedelta = Field(
        timedelta(hours=1),
        gt=timedelta(0),
        description="How long the link that resets a forgotten password counts.",
    )
    link_session_lifetime: timedelta = Field(
        timedelta(hours=12),
        description="How long a page that a link opened may read before it opens it again.",
    )
    password_hashes_max: int = Field(
        4, ge=1, le=64, description="Password hashes computed at once, at 19 MiB of memory each."
    )
    trusted_proxies: str = Field(
        "",
        description="Networks of the proxies before the API, comma separated: whose X-Forwarded-For is believed.",
    )
    sign_in_limits: str = Field(
        "10/60,20/600,40/3600",
        description="Sign-ins to one account from one browser or address: attempts/seconds, comma separated.",
    )
    sign_in_address_limits: str = Field(
        "60/60,300/3600",
        description="Sign-ins from one address to any accounts, by browsers that have not signed in before.",
    )
    sign_in_account_limits: str = Field(
        "100/3600",
        description="Sign-ins to one account by all browsers that have not signed in to it before.",
    )
    registration_limits: str = Field(
        "10/600,30/86400", description="Registrations from one address: attempts/seconds, comma separated."
    )
    mail_request_limits: str = Field(
        "10/600,30/3600", description="Mails that one address asks for: verification again, password reset."
    )
    mail_limits: str = Field(
        "5/3600,10/86400",
        description="Mails to one recipient that one address or user can ask for; beyond, none is sent.",
    )
    mail_recipient_limits: str = Field(
        "15/3600,30/86400", description="Mails to one recipient that all together can ask for."
    )
    reset_mail_limits: str = Field(
        "4/3600",
        description="Mails to one recipient that reset a password. No limit may take longer than one counts.",
    )
    code_limits: str = Field("30/600", description="Codes of mails that one address tries.")
    api_limits: str = Field(
        "1200/60", description="Requests of one session, of one user's API keys together, or with one link."
    )
    unknown_limits: str = Field(
        "300/60", description="Requests from one address with a key, link or session that is none."
    )
    request_bytes_max: int = Field(4 * 1024**2, ge=1024, description="Largest body of a request, in bytes.")
    cors_origins: str = Field(
        "",
        description="Other sites whose pages may call the API with a key, comma separated, as in https://wall.example.",
    )
    spa_dir: Path | None = Field(
        None, description="Folder of the built single-page app; none serves no pages."
    )

    @field_validator("trusted_proxies")
    @classmethod
    def _are_networks(cls, value: str) -> str:
        parse_networks(value)
        return value

    @field_validator("cors_origins")
    @classmethod
    def _are_origins(cls, value: str) -> str:
        for origin in parse_origins(value):
            parts = urlsplit(origin)
            if parts.scheme not in {"http", "https"} or origin != f"{parts.scheme}://{parts.netloc}":
                raise ValueError(
                    f"{origin!r} is no origin: scheme and host alone, as in https://wall.example"
                )
        return value

    @field_validator(
        "sign_in_limits",
        "sign_in_address_limits",
        "sign_in_account_limits",
        "registration_limits",
        "mail_request_limits",
        "mail_limits",
        "mail_recipient_limits",
        "reset_mail_limits",
        "code_limits",
        "api_limits",
        "unknown_limits",
    )
    @classmethod
    def _are_limits(cls, value: str) -> str:
        parse_limits(value)
        return value

    @model_validator(mode="after")
    def _leave_a_reset_that_counts(self) -> Self:
        longest = parse_limits(self.reset_mail_limits)[-1].seconds
        if longest > self.reset_lifetime.total_seconds():
            raise ValueError(
                f"reset_mail_limits: {longest} seconds are longer than the mails count (reset_lifetime): "
                "strangers could ask for so many that the user gets no more"
            )
        return self
