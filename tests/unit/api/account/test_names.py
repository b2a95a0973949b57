import pytest

from services.api.account.repository import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada", "ada"),
        ("ADA", " ada "),
        ("Straße", "STRASSE"),
        ("\uff46\uff55\uff4c\uff4c", "full"),
        ("Zoe\u0301", "ZO\u00c9"),
        ("\ufb01n", "fin"),
        ("ΣΑΣ", "σας"),
    ],
)
def test_two_spellings_of_one_name_are_one_user(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("ada", "adа"), ("zoe", "zoë"), ("a b", "ab")])  # noqa: RUF001 - a Cyrillic letter
def test_different_names_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize("name", ["Ada", "Straße", "\u1e9e", "\u0130", "\u03b0", "ﷺ"])
def test_folding_twice_changes_nothing(name: str) -> None:
    # Else a stored key would not be found by what it was made of.
    assert fold(fold(name)) == fold(name)
