import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given

from services.fetcher.source.agent_v2.about import decode_about, decode_count, decode_endpoints, is_about
from services.fetcher.source.errors import (
    MalformedAnswerError,
    NotAnFmdError,
    SourceError,
    UnsupportedVersionError,
)
from services.fetcher.source.source import FMD_DEFAULT_TOKEN, Details, MonitorRule, SourceWarning
from tests.unit.fetcher.source.agent_v2.answers import TOKEN, about, endpoint
from tests.unit.shared.mutations import mutated

OTHER_PROGRAMS = [
    b"",
    b"<!DOCTYPE html><title>Hello</title>",
    b"\xff\xfe",
    b"[]",
    b"null",
    b'{"status":"ok"}',
    b'{"protocol":"https"}',
    b'{"protocol":2}',
    b'{"more":' + b"[" * 200_000,
]


def told(**changes: Any) -> Details:
    return decode_about(json.dumps(about(**changes)).encode(), TOKEN)


def listed(*endpoints: object) -> list[MonitorRule]:
    return decode_endpoints(json.dumps({"endpoints": endpoints}).encode())


class TestAbout:
    def test_is_read(self) -> None:
        assert told() == Details(
            "5.1.0", datetime(2026, 11, 20, 8, 0, 0, 500_000, tzinfo=UTC), total_calls=12345, warnings=()
        )

    def test_another_source_than_the_dashboard_has_its_name_before_its_version(self) -> None:
        assert told(source="pydash-agent", source_version="0.1.0").version == "pydash-agent 0.1.0"

    def test_an_app_without_calls_has_no_first_call(self) -> None:
        assert told(calls=0, first_call_at=None) == Details("5.1.0", None, 0)

    def test_times_come_in_utc(self) -> None:
        first = told(first_call_at="2026-11-20T08:00:00+02:00").first_call_at

        assert first == datetime(2026, 11, 20, 6, tzinfo=UTC)
        assert first is not None
        assert first.tzinfo is UTC

    @pytest.mark.parametrize("before", ["0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z"])
    def test_a_first_call_before_computers_count_time_was_at_its_beginning(self, before: str) -> None:
        assert told(first_call_at=before).first_call_at == datetime(1970, 1, 1, tzinfo=UTC)

    def test_faults_that_are_known_become_warnings(self) -> None:
        assert told(faults=["clock", "of a later agent"]).warnings == (SourceWarning.CLOCK_FAULT,)

    def test_a_token_that_everybody_knows_is_warned_of(self) -> None:
        read = decode_about(json.dumps(about()).encode(), FMD_DEFAULT_TOKEN)

        assert read.warnings == (SourceWarning.DEFAULT_TOKEN,)

    @pytest.mark.parametrize("protocol", [1, 3, -1, 10**30])
    def test_another_protocol_says_what_to_upgrade(self, protocol: int) -> None:
        with pytest.raises(UnsupportedVersionError, match=f"protocol {protocol}, .* Upgrade"):
            decode_about(json.dumps({"protocol": protocol, "agent": "later", "calls": {}}).encode(), TOKEN)

    @pytest.mark.parametrize("body", OTHER_PROGRAMS, ids=lambda body: repr(body[:20]))
    def test_what_no_bridge_would_say_is_told_from_it(self, body: bytes) -> None:
        assert not is_about(body)
        with pytest.raises(NotAnFmdError, match="bridge"):
            decode_about(body, TOKEN)

    def test_what_a_bridge_says_is_known_in_any_version(self) -> None:
        assert is_about(b'{"protocol": 3, "agent": "later", "calls": {}}')

    @pytest.mark.parametrize(
        ("changes", "where"),
        [
            ({"calls": -1}, "calls: "),
            ({"calls": 10**30}, "calls: "),
            ({"calls": None}, "calls: .*`null`"),
            ({"source_version": 5.1}, "source_version: .*`float`"),
            ({"first_call_at": "2026-11-20"}, "first_call_at: "),
            ({"first_call_at": "2026-11-20T08:00:00"}, "first_call_at: .*timezone"),
            ({"first_call_at": -1}, "first_call_at: "),
            ({"first_call_at": "9999-12-31T23:59:59-01:00"}, "first_call_at: .*no time in UTC"),
            ({"faults": "clock"}, "faults: .*`str`"),
        ],
        ids=repr,
    )
    def test_what_is_malformed_says_where(self, changes: dict[str, Any], where: str) -> None:
        with pytest.raises(MalformedAnswerError, match=f"cannot be read: {where}"):
            told(**changes)

    @pytest.mark.parametrize("version", ["5.1.0\x00\n\u202e", "5" * 10_000])
    def test_a_version_is_made_fit_to_be_shown(self, version: str) -> None:
        shown = told(source_version=version).version

        assert shown.isprintable()
        assert shown.startswith("5")
        assert len(shown) <= 100

    @given(mutated(json.dumps(about()).encode()))
    def test_damaged_on_its_way_it_is_read_or_refused_with_a_reason(self, body: bytes) -> None:
        try:
            details, problem = decode_about(body, TOKEN), ""
        except SourceError as error:
            problem = str(error)
        else:
            assert details.version.isprintable()
        assert problem.isprintable()


class TestEndpoints:
    def test_are_read_in_their_order(self) -> None:
        never = endpoint(name="cart", monitor_level=0, version_added=None, last_requested_at=None)

        assert listed(endpoint(), never) == [
            MonitorRule(
                "home",
                1,
                datetime(2026, 11, 20, tzinfo=UTC),
                "1.0.0",
                datetime(2026, 11, 21, 1, 27, 13, 562906, tzinfo=UTC),
            ),
            MonitorRule("cart", 0, datetime(2026, 11, 20, tzinfo=UTC), None, None),
        ]

    def test_may_be_none(self) -> None:
        assert listed() == []

    @pytest.mark.parametrize("acting", ["\x00", "\n", "\u202e"], ids=ascii)
    def test_keep_their_names_but_for_characters_that_act(self, acting: str) -> None:
        (read,) = listed(endpoint(name=f"caf\u00e9 {acting}", version_added=acting))

        assert (read.endpoint, read.version_added) == ("caf\u00e9 \ufffd", "\ufffd")

    @pytest.mark.parametrize(
        ("changes", "where"),
        [
            ({"name": None}, "row 2, name: .*`null`"),
            ({"monitor_level": -1}, "row 2, monitor_level: "),
            ({"monitor_level": 2**15}, "row 2, monitor_level: "),
            ({"monitor_level": True}, "row 2, monitor_level: .*`bool`"),
            ({"added_at": "yesterday"}, "row 2, added_at: "),
            ({"added_at": "0001-01-01T00:00:00+14:00"}, "added_at: .*no time in UTC"),
            ({"last_requested_at": "None"}, "row 2, last_requested_at: "),
            ({"version_added": 1}, "row 2, version_added: .*`int`"),
        ],
        ids=repr,
    )
    def test_that_are_malformed_say_which(self, changes: dict[str, Any], where: str) -> None:
        with pytest.raises(MalformedAnswerError, match=f"cannot be read: {where}"):
            listed(endpoint(), endpoint(**changes))

    @pytest.mark.parametrize(
        "body", [b"", b"[]", b"{}", b'{"endpoints": null}', b'{"endpoints": {}}', b"\xff"]
    )
    def test_of_another_shape_are_malformed(self, body: bytes) -> None:
        with pytest.raises(MalformedAnswerError):
            decode_endpoints(body)


class TestCount:
    def test_is_read(self) -> None:
        assert decode_count(b'{"rows": 7}') == 7

    @pytest.mark.parametrize(
        "body", [b"", b"7", b"{}", b'{"rows": -1}', b'{"rows": 1.5}', b'{"rows": "7"}', b'{"rows": 1e30}']
    )
    def test_that_is_none_is_malformed(self, body: bytes) -> None:
        with pytest.raises(MalformedAnswerError):
            decode_count(body)
