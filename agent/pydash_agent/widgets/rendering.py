"""A widget's document as what is answered: JSON or XML."""

from __future__ import annotations

import json
import math
import operator
import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qs
from xml.dom.minidom import Document as XmlDocument
from xml.dom.minidom import Element

from pydash_agent.widgets.encryption import encrypt
from pydash_agent.widgets.errors import WidgetError
from pydash_agent.widgets.formats.shapes import is_text

JSON_TYPE, XML_TYPE = "application/json", "application/xml"

_FORM_TYPE = "application/x-www-form-urlencoded"
_ROOT = "root"
_NOT_FINITE = "a widget cannot show NaN or infinity"
# Geckoboard says 2; everything else, nothing included, is XML.
_JSON_FORMATS = frozenset({"json", "2"})
# What XML 1.0 has no way to write, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Rendered(NamedTuple):
    content: str
    content_type: str


def is_form(content_type: str) -> bool:
    """Whether a request's body may say the format: only then it has to be read."""
    return content_type.lower().startswith(_FORM_TYPE)


def format_given(content_type: str, body: bytes, in_query: str | None) -> str | None:
    """What the form says goes before what the query says. A body that is no form does not matter."""
    if is_form(content_type):
        form = parse_qs(body.decode("latin-1"))
        if "format" in form:
            return form["format"][0]
    return in_query


def render(document: Mapping[str, Any], asked_format: str | None, password: str | None = None) -> Rendered:
    """In the format that was asked for; encrypted where there is a password, which XML has no form for."""
    if asked_format in _JSON_FORMATS:
        text = _json(document)
        return Rendered(text if password is None else encrypt(text, password), JSON_TYPE)
    if password is not None:
        raise WidgetError("an encrypted widget is answered as JSON only: ask for format=json")
    return Rendered(_xml(document), XML_TYPE)


def _json(document: Mapping[str, Any]) -> str:
    try:
        return json.dumps(document, allow_nan=False, default=_plain)
    except (ValueError, OverflowError):
        raise WidgetError(_NOT_FINITE) from None


def _plain(value: Any) -> Any:
    """What JSON has no form for: numbers of other types as numbers, everything else as its text."""
    if hasattr(value, "__index__"):
        return operator.index(value)
    return float(value) if hasattr(value, "__float__") and not is_text(value) else str(value)


def _xml(document: Mapping[str, Any]) -> str:
    xml = XmlDocument()
    root = xml.createElement(_ROOT)
    xml.appendChild(root)
    _append_fields(xml, root, document)
    return xml.toxml()


def _append_fields(xml: XmlDocument, parent: Element, fields: Mapping[str, Any]) -> None:
    """A list becomes its name's element again and again."""
    for name, value in fields.items():
        for each in value if isinstance(value, (tuple, list)) else [value]:
            element = xml.createElement(name)
            parent.appendChild(element)
            if isinstance(each, Mapping):
                _append_fields(xml, element, each)
            else:
                element.appendChild(xml.createTextNode(_text(each)))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not _is_finite(value):
        raise WidgetError(_NOT_FINITE)
    return _NOT_XML.sub("\ufffd", str(value))


def _is_finite(value: Any) -> bool:
    """Whether JSON could show it, too: integers of any size, and everything that is no number, are."""
    if is_text(value) or hasattr(value, "__index__") or not hasattr(value, "__float__"):
        return True
    try:
        return math.isfinite(float(value))
    except (ValueError, OverflowError):
        return False
