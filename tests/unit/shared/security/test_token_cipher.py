import pytest
from cryptography.fernet import Fernet

from shared.security.token_cipher import TokenCipher, TokenUnreadableError, parse_keys

_OLD = Fernet.generate_key().decode()
_NEW = Fernet.generate_key().decode()


@pytest.mark.parametrize("token", ["cc83733cb0af8b884ff6577086b87909", "", "with spaces and é", "x" * 500])
def test_a_token_comes_back_as_it_was(token: str) -> None:
    cipher = TokenCipher(_NEW)

    encrypted = cipher.encrypt(token)

    assert cipher.decrypt(encrypted) == token
    assert not token or token.encode() not in encrypted


def test_one_token_never_looks_the_same_twice() -> None:
    cipher = TokenCipher(_NEW)

    assert cipher.encrypt("token") != cipher.encrypt("token")


def test_after_a_rotation_old_tokens_are_read_and_new_ones_use_the_first_key() -> None:
    before = TokenCipher(_OLD).encrypt("old token")
    rotated = TokenCipher(f" {_NEW} , {_OLD} ")

    assert rotated.decrypt(before) == "old token"
    assert TokenCipher(_NEW).decrypt(rotated.encrypt("new token")) == "new token"


@pytest.mark.parametrize(
    "encrypted",
    [TokenCipher(_OLD).encrypt("token"), b"", b"nonsense", b"\xff" * 100],
    ids=["with another key", "empty", "no token", "no text"],
)
def test_what_was_not_encrypted_with_a_known_key_is_unreadable(encrypted: bytes) -> None:
    with pytest.raises(TokenUnreadableError):
        TokenCipher(_NEW).decrypt(encrypted)


@pytest.mark.parametrize("damaged_at", [0, 20, 60, -1])
def test_a_changed_byte_is_noticed(damaged_at: int) -> None:
    cipher = TokenCipher(_NEW)
    encrypted = bytearray(cipher.encrypt("token"))
    encrypted[damaged_at] ^= 0b10

    with pytest.raises(TokenUnreadableError):
        cipher.decrypt(bytes(encrypted))


@pytest.mark.parametrize(
    "keys",
    ["", " , ", "short", _NEW[:-4], f"{_NEW},not-a-key", "é" * 44],
    ids=["none", "only commas", "short", "cut off", "one bad", "no base64"],
)
def test_unusable_keys_are_refused_and_not_repeated(keys: str) -> None:
    with pytest.raises(ValueError, match="Fernet key") as refused:
        parse_keys(keys)

    assert refused.value.__cause__ is None
    assert not any(part in str(refused.value) for part in keys.split(",") if part.strip())
