import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.calls.name_digest import name_digest
from shared.calls.presentable import (
    NAME_CHARS_MAX,
    are_surely_presentable,
    mended,
    presentable,
    shortened,
)

_ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=20)


@pytest.mark.parametrize(
    "character",
    [
        "\x00",
        "\t",
        "\n",
        "\r",
        "\x1b",
        "\x7f",
        "\x85",
        "\x9b",
        "\u2028",
        "\u2029",
        "\u202e",
        "\u2066",
        "\ud800",
    ],
    ids=ascii,
)
def test_characters_that_act_instead_of_being_seen_are_replaced(character: str) -> None:
    assert mended(f"a{character}{character}b") == "a\ufffd\ufffdb"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "shop.product",
        "/api/<int:id>",
        "caf\u00e9 \u2603 \U0001f600",
        "\ufffd",
        "\U0001f469\u200d\U0001f4bb",
        "\u0645\u062b\u0627\u0644\u200e (1)",
        "no\u00a0break",
        "soft\u00adhyphen",
        "\ue000 of private use",
        " ",
    ],
    ids=ascii,
)
def test_what_is_seen_or_needed_to_write_a_language_stays(name: str) -> None:
    assert presentable(name) == name


def test_a_long_name_keeps_its_beginning_and_says_that_it_goes_on() -> None:
    name = "abcdefghij" * 1_000

    short = shortened(name)

    assert len(short) == NAME_CHARS_MAX
    assert short == f"{name[:966]}\N{HORIZONTAL ELLIPSIS} {name_digest(name).hex()}"


def test_long_names_that_differ_only_at_their_ends_stay_two() -> None:
    assert shortened("x" * 5_000 + "a") != shortened("x" * 5_000 + "b")


def test_long_names_that_differ_only_in_what_is_mended_stay_two() -> None:
    assert presentable("\x00" + "x" * 5_000) != presentable("\x01" + "x" * 5_000)


def test_a_name_of_just_the_greatest_length_stays() -> None:
    assert shortened("x" * NAME_CHARS_MAX) == "x" * NAME_CHARS_MAX
    assert shortened("x" * (NAME_CHARS_MAX + 1)) != "x" * (NAME_CHARS_MAX + 1)


@given(_ANY_TEXT, st.sampled_from([0, 1, 965, 966, 1_000]))
def test_any_name_is_made_presentable_once_and_for_all(name: str, padding: int) -> None:
    once = presentable(name + "x" * padding)

    assert len(once) <= NAME_CHARS_MAX
    assert once.encode().decode() == once
    assert presentable(once) == once


@given(
    st.lists(
        _ANY_TEXT | st.sampled_from(["\n", "\x7f", "x" * 1_000, "x" * 1_001, "\u00e9" * 1_001]), max_size=9
    )
)
@example(["x" * 999, "", "\n"])
@example(["x" * 500, "y" * 500, "z" * 1_001])
@example(["x" * 1_000, "y" * 1_000])
@example(["x" * 1_001])
@example([])
def test_no_name_escapes_the_quick_look(names: list[str]) -> None:
    if are_surely_presentable(tuple(names)):
        assert [presentable(name) for name in names] == names


@pytest.mark.parametrize(
    "names",
    [
        (),
        ("",),
        ("home", "cart"),
        tuple(f"192.0.2.{number}" for number in range(300)),
        ("x" * 1_000, "y" * 1_000),
        ("caf\u00e9", "x" * 1_000),
    ],
    ids=["none", "not given", "few", "many", "long", "not ASCII"],
)
def test_a_quick_look_is_enough_for_usual_names(names: tuple[str, ...]) -> None:
    assert are_surely_presentable(names)
