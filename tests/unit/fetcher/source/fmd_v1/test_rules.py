from datetime import UTC, datetime
from typing import Any

import pytest

from services.fetcher.source.errors import MalformedAnswerError, SourceError
from services.fetcher.source.fmd_v1.decode import decode_data
from services.fetcher.source.fmd_v1.rules import decode_rules, names_by_id
from services.fetcher.source.source import MonitorRule
from shared.calls.named import NamedCalls
from shared.calls.rules import judge
from tests.unit.fetcher.source.fmd_v1.export import MISSING, TOKEN, WINDOW, export, row, rule, rule_2_0


def test_rules_are_read_in_their_order() -> None:
    body = export([rule(), rule(endpoint="cart", monitor=False, last_accessed="None")])

    assert decode_rules(body, TOKEN) == [
        MonitorRule(
            "home",
            1,
            datetime(2026, 11, 20, tzinfo=UTC),
            "1.0.0",
            datetime(2026, 11, 21, 1, 27, 13, 562906, tzinfo=UTC),
        ),
        MonitorRule("cart", 0, datetime(2026, 11, 20, tzinfo=UTC), "1.0.0", None),
    ]


def test_rules_of_an_app_without_endpoints_are_none() -> None:
    assert decode_rules(export([]), TOKEN) == []


@pytest.mark.parametrize("never", ["None", None, "", "soon"])
def test_rules_without_a_readable_time_have_none(never: object) -> None:
    (read,) = decode_rules(export([rule(last_accessed=never, time_added=never)]), TOKEN)

    assert (read.last_requested_at, read.added_at) == (None, None)


def test_rules_may_come_without_the_version_they_were_added_in() -> None:
    assert decode_rules(export([rule(version_added=None)]), TOKEN)[0].version_added is None


@pytest.mark.parametrize("acting", ["\x00", "\n", "\x1b", "\u202e", "\ud800"], ids=ascii)
def test_rules_keep_their_names_but_for_characters_that_act(acting: str) -> None:
    (read,) = decode_rules(
        export([rule(endpoint=f"caf\u00e9 \u2603 {acting} \U0001f600", version_added=acting)]), TOKEN
    )

    assert read.endpoint == "caf\u00e9 \u2603 \ufffd \U0001f600"
    assert read.version_added == "\ufffd"


@pytest.mark.parametrize("endpoint", ["x" * 10_000, "a\x00b", "\u2066a", "\udc00", "\ud83d\ude00", "home"])
def test_rules_have_the_names_that_their_calls_will_have(endpoint: str) -> None:
    (read,) = decode_rules(export([rule(endpoint=endpoint)]), TOKEN)
    calls = decode_data(export([row(endpoint=endpoint)]), TOKEN, WINDOW)

    assert isinstance(calls, NamedCalls)
    assert judge(calls, WINDOW.end).accepted.endpoint.names == (read.endpoint,)


@pytest.mark.parametrize(
    "changes",
    [
        {"endpoint": MISSING},
        {"endpoint": None},
        {"monitor": "yes"},
        {"monitor": None},
        {"monitor": float("nan")},
    ],
)
def test_rules_that_lack_what_matters_are_malformed(changes: dict[str, Any]) -> None:
    with pytest.raises(MalformedAnswerError):
        decode_rules(export([rule(), rule(**changes)]), TOKEN)


def test_rules_that_are_malformed_say_which_they_are() -> None:
    with pytest.raises(MalformedAnswerError, match="row 2, monitor: "):
        decode_rules(export([rule(), rule(monitor="yes")]), TOKEN)


def test_rules_with_a_level_that_cannot_be_stored_are_refused() -> None:
    with pytest.raises(SourceError):
        decode_rules(export([rule(monitor=10**30)]), TOKEN)


def test_rules_of_2_0_are_read() -> None:
    body = export([rule_2_0(monitor_level=3), rule_2_0(name="cart", last_requested="None")])

    assert decode_rules(body, TOKEN) == [
        MonitorRule(
            "home",
            3,
            datetime(2026, 11, 20, tzinfo=UTC),
            "1.0.0",
            datetime(2026, 11, 21, 1, 27, 13, 562906, tzinfo=UTC),
        ),
        MonitorRule("cart", 1, datetime(2026, 11, 20, tzinfo=UTC), "1.0.0", None),
    ]


def test_rules_of_2_0_keep_names_that_utf8_cannot_carry() -> None:
    assert [read.endpoint for read in decode_rules(export([rule_2_0(name="a\ud800")]), TOKEN)] == ["a\ufffd"]


@pytest.mark.parametrize(
    ("given", "where"),
    [
        (rule_2_0(monitor_level=True), "row 2, monitor_level: .*`bool`"),
        (rule_2_0(monitor_level=-1), "row 2, monitor_level: "),
        (rule_2_0(name=None), "row 2, name: .*`null`"),
        (rule_2_0(name=MISSING), "row 2: .*`name`"),
        (rule(), "row 2: .*`name`"),
    ],
)
def test_rules_of_2_0_that_are_malformed_say_which_they_are(given: dict[str, Any], where: str) -> None:
    with pytest.raises(MalformedAnswerError, match=where):
        decode_rules(export([rule_2_0(), given]), TOKEN)


def of(name: str, added_at: datetime | None) -> MonitorRule:
    return MonitorRule(name, 1, added_at, None, None)


def test_names_are_those_of_the_ids_in_the_order_of_adding() -> None:
    noon, one = datetime(2026, 11, 20, 12, tzinfo=UTC), datetime(2026, 11, 20, 13, tzinfo=UTC)

    assert names_by_id([of("late", one), of("early", noon)]) == ("early", "late")
    assert names_by_id([of("b", noon), of("a", noon), of("c", None)]) == ("b", "a", "c")
    assert names_by_id([of("unknown", None), of("late", one), of("early", noon)]) == (
        "early",
        "late",
        "unknown",
    )
