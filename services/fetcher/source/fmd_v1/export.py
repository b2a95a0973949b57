"""The envelope of the export: a compact HS256 JWT whose one claim ``data`` is a JSON string.

The signature is checked over the raw bytes, then the claim is parsed once.
"""

import msgspec

from services.fetcher.source.errors import SourceRefusedError, WrongTokenError
from services.fetcher.source.json_answer import decoded
from shared.calls.storable import storable
from shared.security.jwt import TokenInvalidError, verify_payload

# A JWT of any token begins with this: the header {"typ":"JWT","alg":"HS256"}, or its keys the other way round.
_JWT_START = b"eyJ"
_COMPLAINT_BYTES = 200


class _Export(msgspec.Struct):
    data: str


def open_export(body: bytes, token: str) -> str:
    """The JSON inside. Raises WrongTokenError, SourceRefusedError, MalformedAnswerError."""
    body = body.strip()
    if not body.startswith(_JWT_START):
        # FMD answers its own errors as plain text with status 200.
        complaint = storable(body[:_COMPLAINT_BYTES].decode("utf-8", "replace"))
        raise SourceRefusedError(f"The app answered with an error instead of its export: {complaint}")
    try:
        payload = verify_payload(body, token)
    except TokenInvalidError:
        raise WrongTokenError(
            "The token is not the app's: its export is signed with another one. Compare it with SECURITY_TOKEN "
            "in the app's dashboard configuration."
        ) from None
    return decoded(payload, _Export).data
