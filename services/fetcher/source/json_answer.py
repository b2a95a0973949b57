"""Reads a source's JSON into typed rows and says of what cannot be read where it stands."""

import re
from typing import TypeVar

import msgspec

from services.fetcher.source.errors import MalformedAnswerError

# RecursionError: brackets nested by the thousand.
NOT_JSON = (msgspec.DecodeError, UnicodeError, RecursionError)
# Of a value that a message repeats.
SHOWN_CHARS = 40

# msgspec says where at the end of its message: "... - at `$[1].execution_time`", or `$.rows` outside of rows.
_PLACE = re.compile(r"(?P<problem>.*) - at `\$(?:\.\w+)?\[(?P<row>\d+)\](?:\.(?P<field>\w+))?`")
_FIELD = re.compile(r"(?P<problem>.*) - at `\$\.(?P<field>\w+)`")
_PROBLEM_CHARS = 200

T = TypeVar("T")


def decoded(text: bytes | str, type_: type[T]) -> T:
    """Raises MalformedAnswerError."""
    try:
        return msgspec.json.decode(text, type=type_)
    except NOT_JSON as error:
        raise unreadable(problem_of(error)) from None


def problem_of(error: Exception) -> str:
    """One of NOT_JSON in words, with rows as people count them."""
    message = str(error)
    if place := _PLACE.fullmatch(message):
        row = f"row {int(place['row']) + 1}"
        where = f"{row}, {place['field']}" if place["field"] else row
        message = f"{where}: {place['problem']}"
    elif place := _FIELD.fullmatch(message):
        message = f"{place['field']}: {place['problem']}"
    return message


def unreadable(problem: str) -> MalformedAnswerError:
    return MalformedAnswerError(f"The app's answer cannot be read: {problem[:_PROBLEM_CHARS]}")
