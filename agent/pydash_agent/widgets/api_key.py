"""The key that Geckoboard sends: the user name of HTTP Basic."""

from __future__ import annotations

import binascii
import hmac
from base64 import b64decode

REFUSAL = "The API key is not correct."


def key_given(authorization: str) -> str | None:
    """Of the value of an Authorization header; None where it carries no key."""
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        credentials = b64decode(encoded.strip(), validate=True).decode()
    except (binascii.Error, ValueError):
        return None
    return credentials.partition(":")[0]


def admits(api_key: str | None, authorization: str) -> bool:
    """Whether the header carries the key; anybody may see widgets that have none."""
    if api_key is None:
        return True
    given = key_given(authorization)
    return given is not None and hmac.compare_digest(given.encode(), api_key.encode())
