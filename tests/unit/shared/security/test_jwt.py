import ast
import base64
import hashlib
import hmac
import json
import tracemalloc
import zlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from hypothesis import given
from hypothesis import strategies as st
from jose import jwt as jose_jwt

import services
import shared
from shared.clock.clock import ManualClock
from shared.security.jwt import TokenInvalidError, sign, verify, verify_payload
from tests.unit.shared.factories import HOUR
from tests.unit.shared.mutations import mutated

_KEY = "0123456789abcdef0123456789abcdef"
_LIFETIME = timedelta(minutes=15)


def base64url(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def compact(header: object, payload: bytes, key: bytes, digest: str = "sha256") -> str:
    """A compact JWS as anybody can write one, signed by HMAC with ``key``."""
    signed = base64url(json.dumps(header).encode()) + b"." + base64url(payload)
    return (signed + b"." + base64url(hmac.digest(key, signed, digest))).decode()


def access_token(**claims: Any) -> str:
    return sign(claims, typ="access", key=_KEY, now=HOUR, lifetime=_LIFETIME)


def forged(claims: dict[str, Any], *, header: dict[str, Any] | None = None) -> str:
    """Signed with the very key of access tokens: only what is in it can be wrong."""
    header = {"alg": "HS256", "typ": "JWT"} if header is None else header
    return compact(header, json.dumps(claims).encode(), f"access:{_KEY}".encode())


_GOOD = {"typ": "access", "aud": "pydash", "iat": 1_526_846_400, "exp": 1_526_846_400 + 900, "sub": "u"}


def verified(token: str) -> dict[str, Any]:
    return verify(token, typ="access", key=_KEY, now=HOUR)


def test_claims_come_back_with_type_audience_and_times() -> None:
    assert verified(access_token(sub="u", fam="f")) == {**_GOOD, "fam": "f"}


def test_reserved_claims_cannot_be_set_from_outside() -> None:
    claims = verified(access_token(typ="refresh", aud="other", exp=0, iat=0))

    assert {name: claims[name] for name in ("typ", "aud", "exp", "iat")} == {
        name: _GOOD[name] for name in ("typ", "aud", "exp", "iat")
    }


def test_a_token_is_good_until_its_time_by_the_given_clock_and_no_longer() -> None:
    clock = ManualClock(HOUR)
    token = sign({}, typ="access", key=_KEY, now=clock.now(), lifetime=_LIFETIME)

    clock.move(_LIFETIME - timedelta(microseconds=1))
    assert verify(token, typ="access", key=_KEY, now=clock.now())
    clock.move(timedelta(microseconds=1))
    with pytest.raises(TokenInvalidError):
        verify(token, typ="access", key=_KEY, now=clock.now())


def test_neither_type_passes_for_the_other() -> None:
    refresh = sign({}, typ="refresh", key=_KEY, now=HOUR, lifetime=_LIFETIME)

    assert verify(refresh, typ="refresh", key=_KEY, now=HOUR)
    with pytest.raises(TokenInvalidError):
        verified(refresh)
    with pytest.raises(TokenInvalidError):
        verify(access_token(), typ="refresh", key=_KEY, now=HOUR)


def test_another_key_does_not_verify() -> None:
    with pytest.raises(TokenInvalidError):
        verify(access_token(), typ="access", key=_KEY[::-1], now=HOUR)


def test_the_forger_of_these_tests_makes_tokens_that_verify() -> None:
    # Else the refusals below would prove nothing.
    assert verified(forged(_GOOD)) == _GOOD


@pytest.mark.parametrize(
    "change",
    [
        {"typ": "refresh"},
        {"typ": None},
        {"aud": "somebody-else"},
        {"aud": ["somebody-else"]},
        {"aud": None},
        {"exp": 1_526_846_400},
        {"exp": None},
        {"exp": "tomorrow"},
        {"exp": []},
    ],
    ids=repr,
)
def test_a_token_with_one_wrong_or_missing_claim_is_refused(change: dict[str, Any]) -> None:
    claims = {name: value for name, value in (_GOOD | change).items() if value is not None}

    with pytest.raises(TokenInvalidError):
        verified(forged(claims))


@pytest.mark.parametrize(
    "header",
    [{"alg": "none"}, {"alg": "None"}, {"alg": ""}, {}, {"alg": "HS512"}, {"alg": "hs256"}, {"alg": 256}],
)
def test_no_algorithm_but_ours_is_accepted_whatever_the_signature(header: dict[str, Any]) -> None:
    for token in (forged(_GOOD, header=header), forged(_GOOD, header=header).rpartition(".")[0] + "."):
        with pytest.raises(TokenInvalidError):
            verified(token)
        with pytest.raises(TokenInvalidError):
            verify_payload(token, f"access:{_KEY}")


def test_a_longer_digest_of_the_right_key_is_not_accepted() -> None:
    token = compact({"alg": "HS512"}, json.dumps(_GOOD).encode(), f"access:{_KEY}".encode(), "sha512")

    with pytest.raises(TokenInvalidError):
        verified(token)


_RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def test_a_public_key_cannot_be_used_as_an_hmac_secret() -> None:
    # CVE-2024-33663: the public key, which everybody has, signs by HMAC, and the library takes it for a secret.
    pem = _RSA.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    ssh = _RSA.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)

    for public in (pem, ssh):
        with pytest.raises(TokenInvalidError):
            verify_payload(compact({"alg": "HS256"}, b"{}", public), public.decode())


def test_a_signature_by_a_private_key_verifies_with_no_key_of_ours() -> None:
    pem = _RSA.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    der = _RSA.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    private = _RSA.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    token = jose_jwt.encode(_GOOD, private, algorithm="RS256")

    assert jose_jwt.decode(token, pem, algorithms=["RS256"], audience="pydash", options={"verify_exp": False})
    for key in (pem, der.decode("latin-1"), base64.b64encode(der).decode(), _KEY):
        with pytest.raises(TokenInvalidError):
            verify(token, typ="access", key=key, now=HOUR)
        with pytest.raises(TokenInvalidError):
            verify_payload(token, key)


def test_a_compressed_bomb_is_refused_unopened() -> None:
    # CVE-2024-33664: an encrypted token whose body inflates without bound. Ours are signed, never encrypted.
    deflate = zlib.compressobj(wbits=-15)
    bomb = deflate.compress(b"\x00" * 50_000_000) + deflate.flush()
    header = base64url(json.dumps({"alg": "dir", "enc": "A128CBC-HS256", "zip": "DEF"}).encode())
    token = b".".join((header, b"", base64url(b"i" * 16), base64url(bomb), base64url(b"t" * 16))).decode()

    tracemalloc.start()
    try:
        with pytest.raises(TokenInvalidError):
            verified(token)
        with pytest.raises(TokenInvalidError):
            verify_payload(token, _KEY)
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "header",
    [b'{"a":' + b"[" * 50_000, b'{"a":' * 20_000, b"[" * 50_000],
    ids=["nested list", "nested objects", "no object"],
)
def test_a_header_nested_without_end_is_refused(header: bytes) -> None:
    token = (base64url(header) + b".e30.e30").decode()

    with pytest.raises(TokenInvalidError):
        verified(token)
    with pytest.raises(TokenInvalidError):
        verify_payload(token, _KEY)


@given(st.text(max_size=80) | mutated(access_token().encode()).map(lambda token: token.decode("latin-1")))
def test_any_text_is_refused_with_the_documented_error(token: str) -> None:
    if token == access_token():
        return
    with pytest.raises(TokenInvalidError):
        verified(token)


def test_an_invalid_token_does_not_learn_why() -> None:
    refusals = set()
    for token in ("", "a.b.c", forged({**_GOOD, "aud": "x"}), access_token() + "x"):
        with pytest.raises(TokenInvalidError) as refused:
            verified(token)
        refusals.add(str(refused.value))

    assert refusals == {"the token does not verify"}


class TestPayload:
    def test_is_returned_as_the_very_bytes_that_were_signed(self) -> None:
        payload = b'{ "data" : "[]" , "data":"twice" }'

        assert verify_payload(compact({"alg": "HS256"}, payload, b"k"), "k") == payload
        assert verify_payload(compact({"alg": "HS256"}, payload, b"k").encode(), "k") == payload

    @pytest.mark.parametrize("key", ["k", "", "é", "a b", "12345", "1.5e3", "x" * 500, "[1", "{", "-"])
    def test_verifies_with_any_key_that_a_source_may_have(self, key: str) -> None:
        token = compact({"alg": "HS256"}, b"{}", key.encode())

        assert verify_payload(token, key) == b"{}"
        with pytest.raises(TokenInvalidError):
            verify_payload(token, key + "x")

    @pytest.mark.parametrize("key", ["true", "null", '"quoted"', '{"a":"b"}', '["a","b"]', " 1 "])
    def test_takes_a_key_that_looks_like_json_as_it_is(self, key: str) -> None:
        assert verify_payload(compact({"alg": "HS256"}, b"{}", key.encode()), key) == b"{}"

    def test_takes_no_member_of_a_key_that_looks_like_json_for_the_key(self) -> None:
        with pytest.raises(TokenInvalidError):
            verify_payload(compact({"alg": "HS256"}, b"{}", b"a"), '["a","b"]')

    @given(mutated(compact({"alg": "HS256"}, b'{"data":"[]"}', b"k").encode()))
    def test_of_damaged_bytes_is_refused_with_the_documented_error(self, token: bytes) -> None:
        try:
            payload = verify_payload(token, "k")
        except TokenInvalidError:
            return
        # Base64 has several spellings of one text; what verifies is still what was signed.
        assert payload == b'{"data":"[]"}'


def test_no_other_module_touches_the_jwt_library() -> None:
    roots = [Path(package.__file__).parent for package in (services, shared) if package.__file__]
    touching = [
        module.relative_to(root.parent).as_posix()
        for root in roots
        for module in root.rglob("*.py")
        if any(_imports_jose(node) for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))))
    ]

    assert touching == ["shared/security/jwt.py"]


def _imports_jose(node: ast.AST) -> bool:
    match node:
        case ast.Import(names=aliases):
            return any(alias.name.split(".")[0] == "jose" for alias in aliases)
        case ast.ImportFrom(module=str(module)):
            return module.split(".")[0] == "jose"
        case _:
            return False


def test_the_key_of_each_type_is_derived_from_the_one_secret() -> None:
    # Signed-in users stay signed in over releases only while this holds.
    signed, _, signature = access_token().rpartition(".")
    expected = hmac.new(f"access:{_KEY}".encode(), signed.encode(), hashlib.sha256).digest()

    assert signature == base64url(expected).decode()
