"""Which passwords a user may choose: long enough, and none that everybody tries first.

``common_passwords.txt``: the 3,000 most used passwords of 8 letters or more, in small letters, most used first;
out of the list by Royce Williams that Django 5.2 ships (BSD 3-Clause) for the same purpose.
"""

from functools import cache
from importlib import resources
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr

from services.api.text.secret import SecretText

PASSWORD_LENGTH_MIN = 8
# Long enough for any phrase, short enough that hashing it costs nothing extra.
PASSWORD_LENGTH_MAX = 256


@cache
def common_passwords() -> frozenset[str]:
    text = resources.files(__package__ or "").joinpath("common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(text.splitlines())


def _acceptable(password: SecretStr) -> SecretStr:
    text = password.get_secret_value()
    if len(text) < PASSWORD_LENGTH_MIN:
        raise ValueError(
            f"must have at least {PASSWORD_LENGTH_MIN} characters; 15 or more, such as four words, are better"
        )
    if len(text) > PASSWORD_LENGTH_MAX:
        raise ValueError(f"must have at most {PASSWORD_LENGTH_MAX} characters")
    if text.casefold() in common_passwords():
        raise ValueError("is one of the passwords that everybody tries first; choose another")
    return password


NewPassword = Annotated[
    SecretText,
    AfterValidator(_acceptable),
    Field(
        description="8 characters or more, 15 are better; none of the most used passwords.",
        json_schema_extra={"minLength": PASSWORD_LENGTH_MIN, "maxLength": PASSWORD_LENGTH_MAX},
    ),
]
# One that exists already, whatever the rules were when it was chosen.
Password = Annotated[SecretText, Field(min_length=1, max_length=PASSWORD_LENGTH_MAX)]
