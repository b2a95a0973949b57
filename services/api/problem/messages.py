"""What is wrong with a field, for a person: pydantic says it to who programs."""

from collections.abc import Mapping
from typing import Any

_NOT_EMPTY = "must not be empty"
_TEXT = "must be text"
_OBJECT = "must be an object"
_LIST = "must be a list"
_WHOLE_NUMBER = "must be a whole number"
_NUMBER = "must be a number"
_BOOLEAN = "must be true or false"
_MOMENT = "must be a date and time such as 2026-11-21T12:00:00Z"
_DATE = "must be a date such as 2026-11-21"
_UUID = "must be a UUID, such as ids are"

# By pydantic's type of an error; in braces what it says of that one.
_MESSAGES = {
    "missing": "is missing",
    "extra_forbidden": "is not known here",
    "json_invalid": "is no valid JSON",
    "string_type": _TEXT,
    "string_unicode": _TEXT,
    "string_too_short": "must have at least {min_length} characters",
    "string_too_long": "must have at most {max_length} characters",
    "string_pattern_mismatch": "must match the pattern {pattern}",
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "dict_type": _OBJECT,
    "list_type": _LIST,
    "set_type": _LIST,
    "frozen_set_type": _LIST,
    "tuple_type": _LIST,
    "int_type": _WHOLE_NUMBER,
    "int_parsing": _WHOLE_NUMBER,
    "int_parsing_size": "is too large a number",
    "int_from_float": _WHOLE_NUMBER,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "bool_type": _BOOLEAN,
    "bool_parsing": _BOOLEAN,
    "datetime_type": _MOMENT,
    "datetime_parsing": _MOMENT,
    "datetime_from_date_parsing": _MOMENT,
    "datetime_object_invalid": _MOMENT,
    "timezone_aware": "must say its time zone, as 2026-11-21T12:00:00Z does",
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "uuid_type": _UUID,
    "uuid_parsing": _UUID,
    "literal_error": "must be {expected}",
    "enum": "must be {expected}",
    "union_tag_not_found": "has no {discriminator}",
    "union_tag_invalid": "has a {discriminator} that is none of {expected_tags}",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
}


def message_of(error: Mapping[str, Any]) -> str:
    """Of one of pydantic's errors. What was entered is not repeated."""
    kind, context = error["type"], error.get("ctx", {})
    if kind in {"too_long", "too_short"}:
        return _length(kind, context)
    if kind == "string_too_short" and context["min_length"] == 1:
        return _NOT_EMPTY
    if (message := _MESSAGES.get(kind)) is not None:
        return message.format_map(context)
    text: str = error["msg"]
    return text.removeprefix("Value error, ")


def _length(kind: str, context: Mapping[str, Any]) -> str:
    """Of a list or an object, or of a secret, which pydantic calls a value."""
    is_text = context["field_type"] == "Value"
    if context["actual_length"] == 0:
        return _NOT_EMPTY
    most = kind == "too_long"
    limit = context["max_length" if most else "min_length"]
    unit = ("characters" if is_text else "items") if limit != 1 else ("character" if is_text else "item")
    got = "" if context["actual_length"] is None else f", not {context['actual_length']:,}"
    return f"must have at {'most' if most else 'least'} {limit} {unit}{got}"
