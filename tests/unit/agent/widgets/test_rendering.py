"""Documents as JSON and XML, and encrypted as OpenSSL does it."""

import subprocess
import sys
from base64 import b64decode
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from pydash_agent.widgets.errors import EncryptionUnavailableError, WidgetError
from pydash_agent.widgets.rendering import format_given, render
from tests.fixtures.openssl import decrypted

PASSWORD = "correct horse, battery: stäple"


@pytest.mark.parametrize("asked_format", ["json", "2"])
def test_json_where_it_is_asked_for(asked_format: str) -> None:
    assert render({"item": 1}, asked_format) == ('{"item": 1}', "application/json")


@pytest.mark.parametrize("asked_format", [None, "", "1", "xml", "JSON", "csv"])
def test_xml_otherwise(asked_format: str | None) -> None:
    assert render({"item": 1}, asked_format) == (
        '<?xml version="1.0" ?><root><item>1</item></root>',
        "application/xml",
    )


@pytest.mark.parametrize(
    ("content_type", "body", "in_query", "given"),
    [
        ("", b"", None, None),
        ("", b"", "2", "2"),
        ("application/x-www-form-urlencoded", b"format=2&format=1", "1", "2"),
        ("application/x-www-form-urlencoded; charset=utf-8", b"a=%zz&format=json", None, "json"),
        ("Application/X-WWW-Form-URLencoded", b"format=2", "1", "2"),
        ("application/x-www-form-urlencoded", b"other=2", "1", "1"),
        ("application/x-www-form-urlencoded", b"\xff\x00", "1", "1"),
        ("application/json", b"format=2", "1", "1"),
    ],
)
def test_the_form_says_the_format_before_the_query(
    content_type: str, body: bytes, in_query: str | None, given: str | None
) -> None:
    assert format_given(content_type, body, in_query) == given


def test_xml_has_no_word_of_python() -> None:
    document = {"nothing": None, "yes": True, "no": False}
    assert render(document, None).content.endswith(
        "<root><nothing></nothing><yes>true</yes><no>false</no></root>"
    )


@pytest.mark.parametrize("text", ["\x00\x1b", "a\ud800b", "\ufffe", "<&>\"']]>"])
def test_xml_of_any_text_can_be_read(text: str) -> None:
    root = ET.fromstring(render({"text": text}, None).content.encode())  # noqa: S314 - ours

    assert len(root.findtext("text") or "") == len(text)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("1.50"), "1.5"),
        (np.int64(7), "7"),
        (np.float32(0.5), "0.5"),
        (date(2026, 11, 21), '"2026-11-21"'),
    ],
)
def test_json_of_what_databases_give(value: Any, written: str) -> None:
    assert render({"item": value}, "json").content == f'{{"item": {written}}}'


@pytest.mark.parametrize("asked_format", ["json", "xml"])
@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), np.float32("nan"), Decimal("nan"), Fraction(10**400)]
)
def test_nan_is_in_no_format(value: Any, asked_format: str) -> None:
    with pytest.raises(WidgetError, match="NaN"):
        render({"item": value}, asked_format)


@pytest.mark.parametrize("asked_format", ["json", "xml"])
def test_numbers_may_be_as_long_as_they_are(asked_format: str) -> None:
    assert str(10**400) in render({"item": 10**400}, asked_format).content


@pytest.mark.parametrize("text", ["", "short", "é" * 8, "x" * 10_000])
def test_openssl_decrypts_it(text: str) -> None:
    rendered = render({"text": text}, "json", PASSWORD)

    assert b64decode(rendered.content).startswith(b"Salted__")
    assert decrypted(rendered.content, PASSWORD) == render({"text": text}, "json").content
    assert rendered.content_type == "application/json"


def test_each_answer_has_a_salt_of_its_own() -> None:
    assert render({}, "json", PASSWORD).content != render({}, "json", PASSWORD).content


def test_another_password_does_not_decrypt_it() -> None:
    with pytest.raises((subprocess.CalledProcessError, UnicodeDecodeError)):
        assert decrypted(render({"item": 1}, "json", PASSWORD).content, "another") == '{"item": 1}'


@pytest.mark.parametrize("asked_format", [None, "xml", "1"])
def test_xml_is_not_encrypted(asked_format: str | None) -> None:
    with pytest.raises(WidgetError, match="format=json"):
        render({"item": 1}, asked_format, PASSWORD)


def test_without_its_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cryptography", None)

    with pytest.raises(EncryptionUnavailableError, match=r"pydash-agent\[encrypted\]"):
        render({"item": 1}, "json", PASSWORD)
