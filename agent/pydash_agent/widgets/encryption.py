"""Text as ``openssl enc -aes-256-cbc -md md5 -a`` encrypts it: what Geckoboard decrypts in the browser."""

from __future__ import annotations

import hashlib
import os
from base64 import b64encode

from pydash_agent.widgets.errors import EncryptionUnavailableError

_MAGIC = b"Salted__"
_SALT_BYTES = 8
_KEY_BYTES, _BLOCK_BYTES = 32, 16


def encrypt(text: str, password: str) -> str:
    """Raises EncryptionUnavailableError where the package that does it is not installed."""
    require()
    # Not at the top: it is an extra, and an app without encrypted widgets does without.
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    salt = os.urandom(_SALT_BYTES)
    key, initial = _derive(password.encode(), salt)
    encryptor = Cipher(algorithms.AES(key), modes.CBC(initial)).encryptor()
    encrypted = encryptor.update(_padded(text.encode())) + encryptor.finalize()
    return b64encode(_MAGIC + salt + encrypted).decode("ascii")


def require() -> None:
    try:
        import cryptography  # noqa: F401 - asked for, not used
    except ImportError:
        raise EncryptionUnavailableError(
            'encrypted widgets need a package more: pip install "pydash-agent[encrypted]"'
        ) from None


def _derive(password: bytes, salt: bytes) -> tuple[bytes, bytes]:
    """OpenSSL's EVP_BytesToKey with MD5 and one iteration: the format's, not our choice."""
    derived = digest = b""
    while len(derived) < _KEY_BYTES + _BLOCK_BYTES:
        digest = hashlib.md5(digest + password + salt, usedforsecurity=False).digest()
        derived += digest
    return derived[:_KEY_BYTES], derived[_KEY_BYTES : _KEY_BYTES + _BLOCK_BYTES]


def _padded(data: bytes) -> bytes:
    missing = _BLOCK_BYTES - len(data) % _BLOCK_BYTES
    return data + bytes([missing]) * missing
