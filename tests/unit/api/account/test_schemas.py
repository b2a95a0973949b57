import pytest
from pydantic import TypeAdapter, ValidationError

from services.api.account.schemas import MailAddress, UserName

_MAIL: TypeAdapter[str] = TypeAdapter(MailAddress)
_NAME: TypeAdapter[str] = TypeAdapter(UserName)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (" ada@example.org ", "ada@example.org"),
        ("Ada.Lovelace+pydash@EXAMPLE.org", "Ada.Lovelace+pydash@example.org"),
        ("root@mailhost", "root@mailhost"),
        ("ada@bücher.example", "ada@xn--bcher-kva.example"),
    ],
)
def test_an_address_is_kept_in_the_form_that_servers_take(given: str, kept: str) -> None:
    assert _MAIL.validate_python(given) == kept


@pytest.mark.parametrize(
    "given",
    [
        "",
        "ada",
        "@example.org",
        "ada@",
        "ada@.org",
        "ada@-x.org",
        "ada@exa mple.org",
        "a b@example.org",
        "ada@example.org, eve@example.org",
        "Ada <ada@example.org>",
        "ada@example.org\r\nBcc: eve@example.org",
        "m\u0131ke@example.org",
        f"ada@{'a' * 64}.org",
        f"ada@{'a.' * 130}org",
        "ada@[127.0.0.1]",
    ],
)
def test_what_is_no_address_is_refused(given: str) -> None:
    with pytest.raises(ValidationError, match="must be a mail address"):
        _MAIL.validate_python(given)


@pytest.mark.parametrize("name", ["a", "Ada", "ada.lovelace_2-x", "Zoë", "иван", "x" * 40])
def test_a_name_has_letters_digits_and_a_little_between(name: str) -> None:
    assert _NAME.validate_python(f" {name} ") == name


def test_an_accent_is_part_of_its_letter() -> None:
    assert _NAME.validate_python("Zoe\u0308") == "Zo\u00eb"


@pytest.mark.parametrize(
    "name", ["", " ", "a b", "a@b", "a/b", "<b>", "a\u200bb", "\u202ea", "x" * 41, "a\nb"]
)
def test_what_could_be_a_message_or_mislead_is_no_name(name: str) -> None:
    with pytest.raises(ValidationError, match="1 to 40 letters"):
        _NAME.validate_python(name)
