"""What visitors and apps keep secret, taken out before it leaves the app.

What is masked goes by its name: a header, a parameter or a key whose name holds one of a list of words. Its value
becomes ``[masked]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

MASKED = "[masked]"

# Compared without case, and with - as _.
SENSITIVE_WORDS = (
    "api_key",
    "apikey",
    "auth",
    "authorization",
    "cookie",
    "credential",
    "csrf",
    "jwt",
    "oauth",
    "otp",
    "pass",
    "passphrase",
    "passwd",
    "password",
    "private_key",
    "pw",
    "pwd",
    "secret",
    "session",
    "sid",
    "signature",
    "token",
    "xsrf",
)

# https://user:password@host
_USER_OF_URL = re.compile(r"(?<=://)[^/?#\s@]*@")
# As an Authorization header has them, wherever they stand.
_SCHEME = re.compile(r"\b(Bearer|Basic|Digest|Token)\s+[\w.~+/=-]{8,}", re.IGNORECASE)
# Three parts of base64url with dots between: a JWT, whatever it is called.
_JWT = re.compile(r"\beyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*")
# name=value, "name": "value", name: value; the value ends where such things end, also where its text was cut off.
_PAIR = re.compile(
    r"""(?P<name>[\w.%\[\]-]{1,100})(?P<between>['"]?\s{0,3}(?:=|:(?!//))\s{0,3})"""
    r"""(?P<value>\[masked\]|'(?:[^'\\]|\\.)*'?|"(?:[^"\\]|\\.)*"?|[^\s&;,'")}\]]+)"""
)
# Short words mean something else within longer ones: "sid" in "inside", "auth" in "author".
_WHOLE_BELOW_CHARS = 5
_PART = re.compile(r"[a-z0-9]+")
# Where a name changes from small to capital letters, a part ends: userToken.
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class Masking:
    """``more`` are words beside those of the list."""

    def __init__(self, more: Iterable[str] = ()) -> None:
        if isinstance(more, str):
            raise TypeError("mask is a list of words, not one text")
        words = [_normal(word) for word in (*SENSITIVE_WORDS, *more)]
        if not all(words):
            raise ValueError("a word to mask must not be empty")
        self._whole = frozenset(word for word in words if len(word) < _WHOLE_BELOW_CHARS)
        self._within = tuple(word for word in words if len(word) >= _WHOLE_BELOW_CHARS)

    def is_sensitive(self, name: str) -> bool:
        normal = _normal(name)
        if any(word in normal for word in self._within):
            return True
        return not self._whole.isdisjoint(_PART.findall(normal))

    def value(self, name: str, text: str) -> str:
        """The value of a header or variable of that name."""
        return MASKED if self.is_sensitive(name) else self.text(text)

    def text(self, text: str) -> str:
        """Any text, with the values masked that it names itself."""
        text = _USER_OF_URL.sub(f"{MASKED}@", text)
        text = _JWT.sub(MASKED, text)
        text = _SCHEME.sub(lambda found: f"{found[1]} {MASKED}", text)
        return _PAIR.sub(self._pair, text)

    def _pair(self, found: re.Match[str]) -> str:
        if not self.is_sensitive(found["name"]):
            return found[0]
        return f"{found['name']}{found['between']}{MASKED}"


def _normal(name: str) -> str:
    return _CAMEL.sub("_", name.strip()).lower().replace("-", "_")
