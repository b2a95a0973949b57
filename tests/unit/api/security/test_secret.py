import pytest

from services.api.security.secret import GivenSecret, NewSecret


def test_what_was_made_is_recognised_and_its_token_is_not_what_is_kept() -> None:
    made = NewSecret.make("pydash")

    given = GivenSecret.parse(made.token, "pydash")

    assert given is not None
    assert given.id == made.id
    assert given.matches(made.hash)
    assert made.token.rpartition("_")[2].encode() not in made.hash
    assert made.token not in {NewSecret.make("pydash").token for _ in range(10)}


def test_secrets_with_underscores_are_read_whole() -> None:
    made = next(made for made in iter(lambda: NewSecret.make("pydash"), None) if made.token.count("_") > 2)

    given = GivenSecret.parse(made.token, "pydash")

    assert given is not None
    assert given.matches(made.hash)


@pytest.mark.parametrize("cut", [1, 10, 43])
def test_a_part_of_a_secret_does_not_match(cut: int) -> None:
    made = NewSecret.make("pydash")

    given = GivenSecret.parse(made.token[:-cut], "pydash")

    assert given is not None
    assert not given.matches(made.hash)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "_",
        "__",
        "pydash",
        "pydash_",
        "pydash_x_y",
        f"other_{'0' * 32}_a",
        "pydash_\ud800_a",
        "pydash_é_é",
    ],
)
def test_anything_else_is_none(token: str) -> None:
    assert GivenSecret.parse(token, "pydash") is None


def test_one_kind_is_not_another() -> None:
    assert GivenSecret.parse(NewSecret.make("pydashlink").token, "pydash") is None


def test_whatever_stands_for_the_secret_is_compared() -> None:
    given = GivenSecret.parse(f"pydash_{'0' * 32}_\ud800", "pydash")

    assert given is not None
    assert not given.matches(NewSecret.make("pydash").hash)
