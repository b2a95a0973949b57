"""The tokens of dashboards at rest: Fernet, with key rotation."""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class TokenUnreadableError(Exception):
    """A stored token was encrypted with a key that is not among the keys of this process."""


def parse_keys(keys: str) -> MultiFernet:
    """Comma-separated Fernet keys; the first one encrypts. Raises ValueError where one is malformed."""
    parts = [part.strip() for part in keys.split(",") if part.strip()]
    if not parts:
        raise ValueError("at least one Fernet key is needed")
    try:
        return MultiFernet([Fernet(part) for part in parts])
    except ValueError:
        # The library's message repeats nothing of the key; ours must not either.
        raise ValueError("each key must be 32 url-safe base64-encoded bytes (a Fernet key)") from None


class TokenCipher:
    """Encrypts and decrypts dashboards' tokens with the process's keys."""

    def __init__(self, keys: str) -> None:
        self._fernet = parse_keys(keys)
        self._newest = parse_keys(next(filter(str.strip, keys.split(","))))

    def encrypt(self, token: str) -> bytes:
        return self._fernet.encrypt(token.encode())

    def decrypt(self, encrypted: bytes) -> str:
        try:
            return self._fernet.decrypt(encrypted).decode()
        except InvalidToken:
            raise TokenUnreadableError(
                "the token was encrypted with a key this process does not have"
            ) from None

    def renewed(self, encrypted: bytes) -> bytes | None:
        """The same token under the first key; None where it is already. Raises TokenUnreadableError."""
        try:
            self._newest.decrypt(encrypted)
        except InvalidToken:
            return self.encrypt(self.decrypt(encrypted))
        return None
