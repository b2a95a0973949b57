"""The only module that touches python-jose: HS256 and nothing else, type and audience always checked.

The library would accept ``algorithms=None`` (mpdavis/python-jose#419) and picks a key's kind from its
looks; pinning both here closes that for every caller.
"""

from datetime import datetime, timedelta
from typing import Any, Literal

from jose import jwk, jws, jwt
from jose.exceptions import JOSEError

_ALGORITHM = "HS256"
_AUDIENCE = "pydash"

# RecursionError: the library parses a header of thousands of nested brackets without a bound.
_INVALID = (JOSEError, RecursionError)

TokenType = Literal["access", "refresh", "device", "link"]


class TokenInvalidError(Exception):
    """Not signed with our key, of another type, expired or malformed; which of these is nobody's business."""


def sign(claims: dict[str, Any], *, typ: TokenType, key: str, now: datetime, lifetime: timedelta) -> str:
    """A compact JWT of ``claims`` that ``verify`` accepts until ``now + lifetime``."""
    reserved = {"typ": typ, "aud": _AUDIENCE, "iat": now, "exp": now + lifetime}
    return jwt.encode({**claims, **reserved}, _typed_key(key, typ), algorithm=_ALGORITHM)


def verify(token: str, *, typ: TokenType, key: str, now: datetime) -> dict[str, Any]:
    """The claims of a token that ``sign`` made with the same type and key. Raises TokenInvalidError."""
    try:
        # Expiry is compared below against the injected clock; the library would ask the system's.
        claims = jwt.decode(
            token,
            _typed_key(key, typ),
            algorithms=[_ALGORITHM],
            audience=_AUDIENCE,
            options={"verify_exp": False, "verify_iat": False, "require_aud": True},
        )
    except _INVALID:
        raise TokenInvalidError("the token does not verify") from None
    expires_at = claims.get("exp")
    if claims.get("typ") != typ or not (isinstance(expires_at, int) and now.timestamp() < expires_at):
        raise TokenInvalidError("the token is of another type or has expired")
    return claims


def verify_payload(token: bytes | str, key: str) -> bytes:
    """The raw payload of an HS256 compact JWS, verified but not parsed, so that its reader parses it once.

    Raises TokenInvalidError where it is not a JWS or the signature does not verify.
    """
    try:
        # A key object: the library would take a bare string that happens to be JSON for a set of keys.
        payload = jws.verify(token, jwk.construct(key, _ALGORITHM), algorithms=[_ALGORITHM])
    except _INVALID:
        raise TokenInvalidError("the signature does not verify") from None
    return payload if isinstance(payload, bytes) else str(payload).encode()


def _typed_key(key: str, typ: TokenType) -> str:
    # One secret, one derived key a type: a token of one type can never verify as another.
    return f"{typ}:{key}"
