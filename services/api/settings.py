"""The API's settings."""

from datetime import timedelta
from pathlib import Path

from pydantic import Field, SecretStr

from shared.settings.mixins import DatabaseSettings, RedisSettings, TokenKeySettings


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
    link_session_lifetime: timedelta = Field(
        timedelta(hours=12),
        description="How long a page that a link opened may read before it opens it again.",
    )
    password_hashes_max: int = Field(
        4, ge=1, le=64, description="Password hashes computed at once, at 19 MiB of memory each."
    )
    spa_dir: Path | None = Field(
        None, description="Folder of the built single-page app; none serves no pages."
    )
