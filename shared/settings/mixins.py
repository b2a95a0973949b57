"""Settings that several services share, composed into the object of each."""

from pydantic import Field, SecretStr, field_validator

from shared.security.token_cipher import parse_keys
from shared.settings.base import Settings


class DatabaseSettings(Settings):
    """Postgres, the truth."""

    database_url: SecretStr = Field(description="Postgres, as postgresql://user:password@host:port/database.")
    database_pool_max: int = Field(10, ge=1, le=200, description="Connections to Postgres, at most.")


class RedisSettings(Settings):
    """Redis or Valkey: streams, jobs and live notices; disposable."""

    redis_url: SecretStr = Field(
        description="Redis 7 or Valkey 8 and later, as redis://:password@host:port/0."
    )
    partitions: int = Field(
        8, ge=1, le=1024, description="Number of streams calls:{p}; the same in fetcher and aggregator."
    )


class TokenKeySettings(Settings):
    """Keys for the dashboards' tokens at rest."""

    token_keys: SecretStr = Field(
        description="Fernet keys, comma separated: the first encrypts, all decrypt, so keys can be rotated."
    )

    @field_validator("token_keys")
    @classmethod
    def _usable(cls, value: SecretStr) -> SecretStr:
        parse_keys(value.get_secret_value())
        return value
