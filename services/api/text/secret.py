"""Text that is hashed or encrypted, and neither shown nor kept as it is."""

from typing import Annotated

from pydantic import AfterValidator, SecretStr


def _encodable(secret: SecretStr) -> SecretStr:
    try:
        secret.get_secret_value().encode()
    except UnicodeEncodeError:
        # JSON can say one half of a pair that UTF-16 writes a character with; without the other it is no text.
        raise ValueError("must be text; this holds half a character") from None
    return secret


SecretText = Annotated[SecretStr, AfterValidator(_encodable)]
