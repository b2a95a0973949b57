from typing import Any

import pytest

from pydash_agent.auth import Token

GIVEN = "correct-horse-battery"


@pytest.mark.parametrize("header", [f"Bearer {GIVEN}", f"bearer {GIVEN}", f"BEARER  {GIVEN} "])
def test_admits_who_knows_it(header: str) -> None:
    assert Token(GIVEN).admits(header)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        GIVEN,
        f"Basic {GIVEN}",
        f"Bearer {GIVEN}x",
        f"Bearer {GIVEN[:-1]}",
        f"Bearer {GIVEN.upper()}",
        f"Bearer x {GIVEN}",
        "Bearer \u00fc\u20ac\ud800",
    ],
)
def test_admits_nobody_else(header: str) -> None:
    assert not Token(GIVEN).admits(header)


@pytest.mark.parametrize(
    ("token", "about"),
    [
        ("", "at least 16 characters"),
        ("x" * 15, "at least 16 characters"),
        ("with spaces in between", "without spaces"),
        ("f\u00fcnfzehn-und-mehr", "ASCII"),
        ("line\nbreak-is-no-token", "ASCII"),
        ("cc83733cb0af8b884ff6577086b87909", "everybody knows"),
    ],
)
def test_refuses_tokens_that_protect_nothing(token: str, about: str) -> None:
    with pytest.raises(ValueError, match=about):
        Token(token)


def test_refuses_a_setting_that_was_not_set() -> None:
    unset: Any = None
    with pytest.raises(ValueError, match="at least 16 characters"):
        Token(unset)


def test_is_not_shown() -> None:
    assert GIVEN not in repr(Token(GIVEN))
