import pytest
from pydantic import SecretStr, TypeAdapter, ValidationError

from services.api.account.password.rules import NewPassword, common_passwords

_NEW_PASSWORD: TypeAdapter[SecretStr] = TypeAdapter(NewPassword)


def test_the_list_holds_three_thousand_that_the_length_alone_would_allow() -> None:
    assert len(common_passwords()) == 3_000
    assert all(len(password) >= 8 and password == password.casefold() for password in common_passwords())
    assert {"password", "iloveyou", "qwertyuiop", "12345678"} <= common_passwords()


@pytest.mark.parametrize("password", ["password", "PassWord", "1234567890", "iloveyou"])
def test_what_everybody_tries_first_is_refused_in_any_letter_case(password: str) -> None:
    with pytest.raises(ValidationError, match="everybody tries first"):
        _NEW_PASSWORD.validate_python(password)


@pytest.mark.parametrize("password", ["", "1234567", "é" * 7])
def test_too_short_is_refused_with_advice(password: str) -> None:
    with pytest.raises(ValidationError, match="at least 8 characters; 15 or more"):
        _NEW_PASSWORD.validate_python(password)


@pytest.mark.parametrize(
    "password",
    ["eightchr", "no rules of composition", "    spaces    ", "пароль на каждый", "x" * 64, "x" * 256],
)
def test_anything_else_is_accepted_as_it_is(password: str) -> None:
    assert _NEW_PASSWORD.validate_python(password).get_secret_value() == password
