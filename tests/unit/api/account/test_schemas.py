import unicodedata

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
        ("ada=?b@example.org", "ada=?b@example.org"),
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
        "=?utf-8?q?=61?=@example.org",
        "ada=?utf-8*en?B?YQ==?=@example.org",
        "=?=YQ==?Q?=61@example.org",
    ],
)
def test_what_is_no_address_is_refused(given: str) -> None:
    with pytest.raises(ValidationError, match="must be a mail address"):
        _MAIL.validate_python(given)


@pytest.mark.parametrize("name", ["a", "Ada", "ada.lovelace_2-x", "Zoë", "иван", "x" * 40])
def test_a_name_has_letters_digits_and_a_little_between(name: str) -> None:
    assert _NAME.validate_python(f" {name} ") == name


@pytest.mark.parametrize(
    "name", ["हिन्दी", "ภาษาไทย", "ที่รัก", "தமிழ்", "မြန်မာ", "עִבְרִית", "Ọlábísí.ẹ̀", "हिन्दी_2"]
)
def test_signs_of_vowels_and_tones_belong_to_their_letters(name: str) -> None:
    assert _NAME.validate_python(name) == unicodedata.normalize("NFC", name)


def test_an_accent_is_part_of_its_letter() -> None:
    assert _NAME.validate_python("Zoe\u0308") == "Zo\u00eb"


@pytest.mark.parametrize(
    "name",
    [
        # Nothing to belong to.
        *("\u093f", "\u0301a", "1\u0301", "_\u0301", "a.\u0e35"),
        # They do not show, not twice, or hide what is around.
        *("a\ufe0f", "a\U000e0100", "a\u034f", "m\u0069\u0307a", "ក\u17b4", "ᠠ\u180b", "ก\u0e48\u0e48"),
        "a\u0316\u0317\u0318\u0319\u031c",
        # Marks that surround, and joiners.
        *("a\u20dd", "क\u200d"),
    ],
)
def test_a_sign_that_shows_nothing_of_its_own_is_none_of_a_name(name: str) -> None:
    with pytest.raises(ValidationError, match="1 to 40 letters"):
        _NAME.validate_python(name)


@pytest.mark.parametrize(
    "name", ["", " ", "a b", "a@b", "a/b", "<b>", "a\u200bb", "\u202ea", "x" * 41, "a\nb"]
)
def test_what_could_be_a_message_or_mislead_is_no_name(name: str) -> None:
    with pytest.raises(ValidationError, match="1 to 40 letters"):
        _NAME.validate_python(name)
