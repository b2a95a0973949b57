"""What accounts look like on the wire."""

import re
import unicodedata
from datetime import datetime
from itertools import pairwise
from typing import Annotated, Literal
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from services.api.account.password.rules import NewPassword, Password
from services.api.text.storable import WithoutNul

_NAME_LENGTH_MAX = 40
# The shape of a name: letters, each with its vowel signs, tones and accents, and characters between them. More
# signs than scripts need would hide what is around them.
_NAME = re.compile(r"(a\^{0,4}|-)+")
# Marks that do not show, or not on an "i": two names would look the same. Variation selectors are below.
_HIDDEN_MARKS = frozenset("\u0307\u034f\u17b4\u17b5\u180b\u180c\u180d\u180f")
# RFC 5321's limits; less than its grammar: quoted and accented local parts hardly exist, and few servers take them.
_MAIL_LENGTH_MAX = 254
_LOCAL_PART = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
# May be an encoded word of RFC 2047, which stands for other characters to whoever reads the mail's head.
_ENCODED_WORD = re.compile(r"=\?.*\?=")
_DOMAIN = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")


def _user_name(text: str) -> str:
    # NFC, so that an accent is part of its letter. Mails to strangers say the name: it can hold no message.
    name = unicodedata.normalize("NFC", text.strip())
    if not name or len(name) > _NAME_LENGTH_MAX or not _NAME.fullmatch(_shape(name)):
        raise ValueError(f"must have 1 to {_NAME_LENGTH_MAX} letters, digits, dots, hyphens or underscores")
    return name


def _shape(name: str) -> str:
    return "".join(_kind(each, before) for before, each in pairwise(f" {name}"))


def _kind(character: str, before: str) -> str:
    if character.isalpha():
        return "a"
    if character.isalnum() or character in "._-":
        return "-"
    # A sign that is there twice covers itself.
    return "^" if _is_mark(character) and character != before else " "


def _is_mark(character: str) -> bool:
    if character in _HIDDEN_MARKS or "VARIATION SELECTOR" in unicodedata.name(character, ""):
        return False
    return unicodedata.category(character) in {"Mn", "Mc"}


def _mail_address(text: str) -> str:
    local, _, domain = text.strip().rpartition("@")
    try:
        ascii_domain = domain.lower().encode("idna").decode()
    except UnicodeError:
        ascii_domain = ""
    address = f"{local}@{ascii_domain}"
    if (
        not _LOCAL_PART.fullmatch(local)
        or _ENCODED_WORD.search(local)
        or not _DOMAIN.fullmatch(ascii_domain)
        or len(address) > _MAIL_LENGTH_MAX
    ):
        raise ValueError("must be a mail address such as ada@example.org")
    return address


DEVICE_ZONE = "device"


def _zone_name(text: str) -> str:
    if text == DEVICE_ZONE:
        return text
    try:
        return ZoneInfo(text).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("must be an IANA name such as Europe/Amsterdam") from None


GivenName = Annotated[str, StringConstraints(min_length=1, max_length=100), WithoutNul()]
UserName = Annotated[
    str,
    AfterValidator(_user_name),
    Field(description="1 to 40 letters, digits, dots, hyphens or underscores, unique in any letter case."),
]
MailAddress = Annotated[
    str, AfterValidator(_mail_address), Field(description="Where codes and news are sent.")
]
ZoneName = Annotated[
    str,
    AfterValidator(_zone_name),
    Field(description="IANA name of a time zone; `device` for that of each device that shows a page."),
]
Theme = Literal["system", "light", "dark"]
Code = Annotated[str, Field(min_length=1, max_length=200, description="The code of the link in the mail.")]


class Credentials(BaseModel):
    name: GivenName = Field(description="User name, in any letter case.")
    password: Password


class UserRead(BaseModel):
    """The signed-in user."""

    id: UUID
    name: str
    mail: str
    created_at: datetime
    timezone: str = Field(
        description="What pages show times in: an IANA name, or `device` for that of each device."
    )
    theme: Theme
    sounds: bool = Field(description="Whether pages may make sounds.")


class PasswordChange(BaseModel):
    model_config = ConfigDict(hide_input_in_errors=True)

    current_password: Password
    new_password: NewPassword
    end_other_sessions: bool = Field(True, description="Sign out everywhere else.")
