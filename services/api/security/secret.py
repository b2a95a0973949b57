"""Secrets that are shown once, ``<prefix>_<id>_<secret>``: found by their id, recognised by their hash."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Annotated, Self
from uuid import UUID, uuid4

from pydantic import StringConstraints

from services.api.text.storable import WithoutNul

# What a secret is for, in its maker's words.
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), WithoutNul()]


@dataclass(frozen=True)
class NewSecret:
    """``token`` is for its owner alone, and cannot be shown again."""

    id: UUID
    token: str
    hash: bytes

    @classmethod
    def make(cls, prefix: str) -> Self:
        secret_id, secret = uuid4(), secrets.token_urlsafe(32)
        return cls(secret_id, f"{prefix}_{secret_id.hex}_{secret}", _hash(secret))


@dataclass(frozen=True)
class GivenSecret:
    id: UUID
    hash: bytes

    @classmethod
    def parse(cls, token: str, prefix: str) -> Self | None:
        """None where it is none of this prefix."""
        given, _, rest = token.partition("_")
        secret_id, _, secret = rest.partition("_")
        try:
            return cls(UUID(hex=secret_id), _hash(secret)) if given == prefix else None
        except ValueError:
            return None

    def matches(self, stored_hash: bytes) -> bool:
        return hmac.compare_digest(self.hash, stored_hash)


def _hash(secret: str) -> bytes:
    # A plain hash is enough for 256 random bits; slow hashing is for what people can remember.
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
