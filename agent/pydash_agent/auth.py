"""The token that whoever asks has to know."""

from __future__ import annotations

import hmac

CHARS_MIN = 16

# The ``security_token`` that Flask-MonitoringDashboard has where its user chose none: anybody can look it up.
_PUBLIC = "cc83733cb0af8b884ff6577086b87909"


class Token:
    """Never shown, not even by ``repr``."""

    def __init__(self, text: str) -> None:
        if not isinstance(text, str) or len(text) < CHARS_MIN:
            raise ValueError(f"the token for PyDash must have at least {CHARS_MIN} characters")
        # A header carries nothing else without doubt.
        if not all("!" <= character <= "~" for character in text):
            raise ValueError(
                "the token for PyDash must be of ASCII letters, digits and signs, without spaces"
            )
        if text == _PUBLIC:
            raise ValueError(
                "the token for PyDash is Flask-MonitoringDashboard's default security_token, which everybody "
                'knows: make one with python -c "import secrets; print(secrets.token_urlsafe(32))"'
            )
        self._token = text.encode("ascii")

    def admits(self, authorization: str) -> bool:
        """Whether the value of an Authorization header carries it. As long for a near miss as for any other."""
        scheme, _, given = authorization.partition(" ")
        # What a header brings beyond latin-1 matches no token.
        offered = given.strip(" ").encode("utf-8", "replace")
        return hmac.compare_digest(offered, self._token) and scheme.lower() == "bearer"
