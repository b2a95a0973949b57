import math
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shared.calls.arrow import decode_named_calls, encode_named_calls
from shared.calls.block import to_us
from shared.calls.calls import NameKind
from shared.calls.named import NameColumn, NamedCalls
from shared.calls.presentable import presentable
from shared.calls.rules import CLOCK_SKEW_MAX, EARLIEST, EXECUTION_MS_MAX, Judged, Rule, judge
from tests.unit.shared.factories import HOUR, HOUR_START_US, any_named_calls, make_named_calls, same_calls

_NOW = HOUR + timedelta(hours=1)
_LATEST_US = to_us(_NOW + CLOCK_SKEW_MAX)
_EARLIEST_US = to_us(EARLIEST)


def names(column: NameColumn) -> list[str]:
    return [column.names[code] for code in column.codes]


def columns(calls: NamedCalls) -> Iterator[NameColumn]:
    return (calls.column(kind) for kind in NameKind)


def judged_by_time_taken(execution_ms: float) -> Judged:
    return judge(make_named_calls([1.5, execution_ms, 2.5]), _NOW)


def judged_by_time(at_us: int) -> Judged:
    return judge(make_named_calls([1.5, 0.5, 2.5], at_us=[HOUR_START_US, at_us, HOUR_START_US]), _NOW)


def judged_by_endpoint(endpoint: str) -> Judged:
    return judge(make_named_calls([1.5, 0.5, 2.5], endpoint=["home", endpoint, "home"]), _NOW)


class TestUsualCalls:
    @given(any_named_calls())
    def test_are_accepted_unless_their_names_are_odd(self, calls: NamedCalls) -> None:
        judged = judge(calls, _NOW)

        assert len(judged.accepted) == len(calls)
        assert judged.rejected == {}

    @pytest.mark.parametrize("count", [0, 1, 3])
    def test_are_passed_on_as_they_are(self, count: int) -> None:
        calls = make_named_calls([1.5] * count)

        judged = judge(calls, _NOW)

        assert judged.accepted is calls
        assert (judged.rejected, judged.mended, judged.samples) == ({}, {}, {})

    def test_are_passed_on_as_they_are_where_only_a_closer_look_clears_them(self) -> None:
        calls = make_named_calls([1.5], endpoint=["soft\u00adhyphen"])

        assert judge(calls, _NOW).accepted is calls


class TestTimeTaken:
    @pytest.mark.parametrize(
        ("execution_ms", "rule"),
        [
            (math.nan, Rule.EXECUTION_TIME_NOT_FINITE),
            (math.inf, Rule.EXECUTION_TIME_NOT_FINITE),
            (-math.inf, Rule.EXECUTION_TIME_NOT_FINITE),
            (-1.5, Rule.EXECUTION_TIME_NEGATIVE),
            (-5e-324, Rule.EXECUTION_TIME_NEGATIVE),
            (math.nextafter(EXECUTION_MS_MAX, math.inf), Rule.EXECUTION_TIME_TOO_LONG),
            (1.7976931348623157e308, Rule.EXECUTION_TIME_TOO_LONG),
        ],
    )
    def test_that_cannot_be_leaves_the_call_out(self, execution_ms: float, rule: Rule) -> None:
        judged = judged_by_time_taken(execution_ms)

        assert judged.accepted.execution_ms.tolist() == [1.5, 2.5]
        assert judged.rejected == {rule: 1}
        assert judged.samples == {
            rule: f"endpoint 'home', {execution_ms} ms, 2018-05-20T20:00:00.000001+00:00"
        }

    @pytest.mark.parametrize("execution_ms", [0.0, -0.0, 5e-324, EXECUTION_MS_MAX])
    def test_that_can_be_is_kept(self, execution_ms: float) -> None:
        assert len(judged_by_time_taken(execution_ms).accepted) == 3


class TestTime:
    @pytest.mark.parametrize(
        ("at_us", "rule", "shown"),
        [
            (0, Rule.TIME_BEFORE_2000, "1970-01-01T00:00:00+00:00"),
            (-1, Rule.TIME_BEFORE_2000, "1969-12-31T23:59:59.999999+00:00"),
            (_EARLIEST_US - 1, Rule.TIME_BEFORE_2000, "1999-12-31T23:59:59.999999+00:00"),
            (-(2**63), Rule.TIME_BEFORE_2000, "-9223372036854775808 microseconds after 1970"),
            (_LATEST_US + 1, Rule.TIME_IN_FUTURE, "2018-05-21T21:00:00.000001+00:00"),
            (2**63 - 1, Rule.TIME_IN_FUTURE, "9223372036854775807 microseconds after 1970"),
        ],
    )
    def test_that_cannot_be_leaves_the_call_out(self, at_us: int, rule: Rule, shown: str) -> None:
        judged = judged_by_time(at_us)

        assert judged.accepted.execution_ms.tolist() == [1.5, 2.5]
        assert judged.rejected == {rule: 1}
        assert judged.samples == {rule: f"endpoint 'home', 0.5 ms, {shown}"}

    @pytest.mark.parametrize("at_us", [_EARLIEST_US, _LATEST_US])
    def test_that_can_be_is_kept(self, at_us: int) -> None:
        assert len(judged_by_time(at_us).accepted) == 3


class TestNames:
    def test_that_are_too_long_are_shortened(self) -> None:
        judged = judged_by_endpoint("x" * 10_000)

        assert names(judged.accepted.endpoint) == ["home", presentable("x" * 10_000), "home"]
        assert judged.mended == {Rule.NAME_SHORTENED: 1}
        assert judged.samples == {
            Rule.NAME_SHORTENED: f"endpoint '{'x' * 40}'\u2026, 0.5 ms, 2018-05-20T20:00:00.000001+00:00"
        }

    def test_with_characters_that_act_are_mended(self) -> None:
        judged = judged_by_endpoint("a\x00\x1b\u202eb")

        assert names(judged.accepted.endpoint) == ["home", "a\ufffd\ufffd\ufffdb", "home"]
        assert judged.mended == {Rule.NAME_MENDED: 1}
        assert judged.samples == {
            Rule.NAME_MENDED: r"endpoint 'a\x00\x1b\u202eb', 0.5 ms, 2018-05-20T20:00:00.000001+00:00"
        }

    def test_of_either_fault_count_under_both_rules(self) -> None:
        assert judged_by_endpoint("\x00" + "x" * 10_000).mended == {
            Rule.NAME_SHORTENED: 1,
            Rule.NAME_MENDED: 1,
        }

    def test_that_become_equal_become_one(self) -> None:
        calls = make_named_calls([1.0, 2.0, 3.0, 4.0], endpoint=["a\x00", "a\x01", "a\ufffd", "b"])

        judged = judge(calls, _NOW)

        assert judged.accepted.endpoint.names == ("a\ufffd", "b")
        assert judged.accepted.endpoint.codes.tolist() == [0, 0, 0, 1]
        assert judged.mended == {Rule.NAME_MENDED: 2}

    def test_of_any_kind_are_looked_at_and_a_call_counts_once(self) -> None:
        calls = make_named_calls([1.0, 2.0], endpoint=["a\n", "b"], ip=["\n", "\r"])

        judged = judge(calls, _NOW)

        assert [names(column) for column in columns(judged.accepted)] == [
            ["a\ufffd", "b"],
            ["1.0.0", "1.0.0"],
            ["None", "None"],
            ["\ufffd", "\ufffd"],
        ]
        assert judged.mended == {Rule.NAME_MENDED: 2}

    def test_of_calls_left_out_are_forgotten_and_not_counted(self) -> None:
        calls = make_named_calls([1.0, -1.0, 3.0], endpoint=["b", "a\x00", "b"], ip=["::1", "::2", "::3"])

        judged = judge(calls, _NOW)

        assert judged.accepted.endpoint.names == ("b",)
        assert judged.accepted.ip.names == ("::1", "::3")
        assert judged.mended == {}

    def test_that_no_call_has_are_forgotten_where_they_are_faulty(self) -> None:
        calls = make_named_calls([1.0], endpoint=["b"])
        unused = NamedCalls(**{**vars(calls), "endpoint": NameColumn(np.zeros(1, np.int32), ("b", "a\x00"))})

        judged = judge(unused, _NOW)

        assert judged.accepted.endpoint.names == ("b",)
        assert judged.mended == {}


def test_a_call_that_breaks_many_rules_counts_under_the_first() -> None:
    calls = make_named_calls(
        [math.nan, -1.0, -1.0, 1e300, 1.0], at_us=[0, 0, HOUR_START_US, _LATEST_US + 1, 0]
    )

    judged = judge(calls, _NOW)

    assert len(judged.accepted) == 0
    assert judged.rejected == {
        Rule.EXECUTION_TIME_NOT_FINITE: 1,
        Rule.EXECUTION_TIME_NEGATIVE: 2,
        Rule.EXECUTION_TIME_TOO_LONG: 1,
        Rule.TIME_BEFORE_2000: 1,
    }
    assert [column.names for column in columns(judged.accepted)] == [()] * 4


def test_the_rules_have_the_names_that_users_and_metrics_know() -> None:
    assert [str(rule) for rule in Rule] == [
        "execution_time_not_finite",
        "execution_time_negative",
        "execution_time_too_long",
        "time_before_2000",
        "time_in_future",
        "name_shortened",
        "name_mended",
    ]


_MS = (
    # Every float64 there is, signalling NaNs included.
    st.integers(0, 2**64 - 1).map(lambda bits: float(np.uint64(bits).view(np.float64)))
    | st.sampled_from([0.0, -0.0, 1.5, -1.0, math.nan, math.inf, -math.inf, EXECUTION_MS_MAX, 1e300])
)
_AT_US = st.integers(-(2**63), 2**63 - 1) | st.sampled_from(
    [HOUR_START_US, HOUR_START_US + 1, 0, _EARLIEST_US, _EARLIEST_US - 1, _LATEST_US, _LATEST_US + 1]
)
_NAME = st.text(st.characters(codec=None, exclude_categories=()), max_size=3) | st.sampled_from(
    ["", "home", "a\x00", "a\x01", "a\ufffd", "x" * 1_000, "x" * 1_001, "x" * 1_002]
)


@st.composite
def _any_calls(draw: st.DrawFn) -> NamedCalls:
    count = draw(st.integers(0, 12))

    def column() -> NameColumn:
        distinct = draw(st.lists(_NAME, unique=True, min_size=1, max_size=4))
        codes = draw(st.lists(st.integers(0, len(distinct) - 1), min_size=count, max_size=count))
        return NameColumn(np.array(codes, np.int32), tuple(distinct))

    return NamedCalls(
        at_us=np.array(draw(st.lists(_AT_US, min_size=count, max_size=count)), np.int64),
        execution_ms=np.array(draw(st.lists(_MS, min_size=count, max_size=count)), np.float64),
        endpoint=column(),
        version=column(),
        group_by=column(),
        ip=column(),
        # A call's place among the others, to find it again by.
        status=np.arange(count, dtype=np.int16),
    )


@settings(max_examples=300)
@given(_any_calls())
@example(make_named_calls([]))
def test_any_calls_at_all_are_parted_by_the_rules(calls: NamedCalls) -> None:
    judged = judge(calls, _NOW)
    accepted, places = judged.accepted, judged.accepted.status.tolist()

    expected = [
        place
        for place, (at_us, ms) in enumerate(
            zip(calls.at_us.tolist(), calls.execution_ms.tolist(), strict=True)
        )
        if 0 <= ms <= EXECUTION_MS_MAX and _EARLIEST_US <= at_us <= _LATEST_US
    ]
    assert places == expected
    assert len(accepted) + sum(judged.rejected.values()) == len(calls)
    assert accepted.at_us.tolist() == calls.at_us[places].tolist()
    assert accepted.execution_ms.tolist() == calls.execution_ms[places].tolist()
    for kind in NameKind:
        before, after = calls.column(kind), accepted.column(kind)
        assert names(after) == [presentable(before.names[before.codes[place]]) for place in places]
        assert accepted is calls or set(after.codes.tolist()) == set(range(len(after.names)))
        assert len(set(after.names)) == len(after.names)
    renamed = sum(
        any(names(calls.column(kind))[place] != names(accepted.column(kind))[n] for kind in NameKind)
        for n, place in enumerate(places)
    )
    assert max(judged.mended.values(), default=0) <= renamed <= sum(judged.mended.values())
    assert judged.samples.keys() == judged.rejected.keys() | judged.mended.keys()
    assert all(sample.isprintable() and len(sample) < 600 for sample in judged.samples.values())


@given(_any_calls())
def test_what_was_accepted_is_accepted_as_it_is(calls: NamedCalls) -> None:
    accepted = judge(calls, _NOW).accepted

    assert judge(accepted, _NOW).accepted is accepted
    assert same_calls(decode_named_calls(encode_named_calls(accepted)), accepted)


def test_every_time_is_compared_with_the_clock_that_is_given() -> None:
    calls = make_named_calls([1.0])

    assert len(judge(calls, HOUR - CLOCK_SKEW_MAX).accepted) == 1
    assert judge(calls, HOUR - CLOCK_SKEW_MAX - timedelta(microseconds=1)).rejected == {
        Rule.TIME_IN_FUTURE: 1
    }
    assert len(judge(calls, datetime(2026, 11, 21, tzinfo=UTC)).accepted) == 1
