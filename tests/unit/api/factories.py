"""The API's settings, and requests that look at no database."""

from typing import Any

from cryptography.fernet import Fernet
from pydantic import SecretStr

from services.api.settings import ApiSettings


def make_settings(**changes: Any) -> ApiSettings:
    """Settings of an API behind TLS at https://pydash.example."""
    defaults: dict[str, Any] = {
        "database_url": SecretStr("postgresql://unused"),
        "redis_url": SecretStr("redis://unused"),
        "secret_key": SecretStr("0123456789abcdef0123456789abcdef"),
        "token_keys": SecretStr(Fernet.generate_key().decode()),
        "public_url": "https://pydash.example",
    }
    return ApiSettings(**(defaults | changes))
