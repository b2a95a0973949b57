import json
from datetime import UTC, datetime
from typing import Any

import pytest

from services.fetcher.source.errors import (
    MalformedAnswerError,
    NotAnFmdError,
    SourceError,
    UnsupportedVersionError,
)
from services.fetcher.source.fmd_v1.details import decode_details
from services.fetcher.source.source import FMD_DEFAULT_TOKEN, Details, SourceWarning
from tests.unit.fetcher.source.fmd_v1.export import MISSING

TOKEN = "of its own"


def details(**changes: Any) -> bytes:
    fields = {
        "config-version": "1.4.2",
        "dashboard-version": "1.13.0",
        "first-request": 1795228708,
        "link": "dashboard",
        "total-requests": 4,
    } | {name.replace("_", "-"): value for name, value in changes.items()}
    return (
        json.dumps({name: value for name, value in fields.items() if value is not MISSING}).encode() + b"\n"
    )


def test_details_are_read() -> None:
    assert decode_details(details(), TOKEN) == Details(
        "1.13.0", datetime(2026, 11, 21, 2, 38, 28, tzinfo=UTC), total_calls=4
    )


def test_details_of_an_app_without_calls_have_no_first_call() -> None:
    assert decode_details(details(first_request=-1, total_requests=0), TOKEN) == Details("1.13.0", None, 0)


@pytest.mark.parametrize("version", ["1.12.0", "1.12.1", "1.13.0", "1.13.9", "2.0.0", "2.0.7"])
def test_details_of_supported_versions_are_read(version: str) -> None:
    assert decode_details(details(dashboard_version=version), TOKEN).version == version


@pytest.mark.parametrize(
    "version", ["1.11.0", "1.1.3", "2.1.0", "2.10.0", "20.0.7", "5.1.0", "1.130.0", "", "x" * 999]
)
def test_details_of_other_versions_are_refused_by_their_number(version: str) -> None:
    with pytest.raises(UnsupportedVersionError, match=r"1\.12, 1\.13 and 2\.0") as refused:
        decode_details(details(dashboard_version=version), TOKEN)

    assert version[:20] in str(refused.value)
    assert len(str(refused.value)) < 300


def test_details_of_old_versions_say_so() -> None:
    old = details(dashboard_version=MISSING, version="1.11.0")

    with pytest.raises(UnsupportedVersionError, match=r"older than 1\.12"):
        decode_details(old, TOKEN)


def test_details_may_hold_a_number_as_the_apps_own_version() -> None:
    assert decode_details(details(config_version=2.0), TOKEN).total_calls == 4


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!DOCTYPE html><title>Hello</title>",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'"1.13.0"',
        b'{"status":"ok"}',
        details(first_request=MISSING),
        details(first_request="yesterday"),
        details(first_request=1.5),
        details(total_requests=None),
        details(link=7),
        details(dashboard_version=1.13),
        details()[:40],
        b'{"more":' + b"[" * 200_000,
    ],
)
def test_details_that_no_fmd_would_give_are_told_from_it(body: bytes) -> None:
    with pytest.raises(NotAnFmdError, match=r"https://app\.example/dashboard"):
        decode_details(body, TOKEN)


def test_details_with_a_first_call_at_no_time_at_all_are_malformed() -> None:
    with pytest.raises(MalformedAnswerError, match="first call"):
        decode_details(details(first_request=10**15), TOKEN)


@pytest.mark.parametrize("changes", [{"total_requests": 10**30}, {"dashboard_version": "1.13.\x00"}])
def test_details_that_cannot_be_stored_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(SourceError):
        decode_details(details(**changes), TOKEN)


def test_details_of_a_newer_version_give_the_way_out() -> None:
    with pytest.raises(
        UnsupportedVersionError, match=r"pip install pydash-agent; .*; bridge\(app, token=\.\.\.\)"
    ):
        decode_details(details(dashboard_version="5.1.0"), TOKEN)


def test_details_warn_of_a_token_that_everybody_knows() -> None:
    assert decode_details(details(), TOKEN).warnings == ()
    assert decode_details(details(), FMD_DEFAULT_TOKEN).warnings == (SourceWarning.DEFAULT_TOKEN,)


def test_details_of_2_0_say_that_names_are_inferred() -> None:
    body = details(dashboard_version="2.0.7", first_request_version=1795228708)

    assert decode_details(body, TOKEN).warnings == (SourceWarning.NAMES_INFERRED,)
    assert decode_details(body, FMD_DEFAULT_TOKEN).warnings == (
        SourceWarning.DEFAULT_TOKEN,
        SourceWarning.NAMES_INFERRED,
    )
