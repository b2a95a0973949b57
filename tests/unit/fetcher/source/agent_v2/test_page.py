from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.fetcher.source.agent_v2.page import decode_page
from services.fetcher.source.errors import MalformedAnswerError
from services.fetcher.source.source import Page
from shared.calls.arrow import decode_named_calls, encode_named_calls
from shared.calls.block import to_us
from shared.calls.calls import STATUS_UNKNOWN
from shared.calls.named import NameColumn
from shared.calls.rules import Rule, judge
from tests.unit.fetcher.source.agent_v2.answers import AT_US, FIELDS, last_line, ndjson, page, row
from tests.unit.shared.mutations import mutated

LIMIT = 1_000
NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)


def decoded(*rows: list[Any], after: str = "", limit: int = LIMIT, **changes: Any) -> Page:
    return decode_page(page(*rows, **changes), after, limit)


def names(column: NameColumn) -> list[str]:
    return [column.names[code] for code in column.codes]


class TestRows:
    def test_become_columns(self) -> None:
        read = decoded(
            row(3),
            row(
                7, at_us=AT_US - 1, execution_ms=1, endpoint="cart", version="1.1.0", group_by="ada", ip="::1"
            ),
            row(8, status=404),
        )

        assert read.ids.tolist() == [3, 7, 8]
        assert read.calls.at_us.tolist() == [AT_US, AT_US - 1, AT_US]
        assert read.calls.execution_ms.tolist() == [12.5, 1.0, 12.5]
        assert names(read.calls.endpoint) == ["home", "cart", "home"]
        assert names(read.calls.version) == ["1.0.0", "1.1.0", "1.0.0"]
        assert names(read.calls.group_by) == ["", "ada", ""]
        assert names(read.calls.ip) == ["192.0.2.1", "::1", "192.0.2.1"]
        assert read.calls.status.tolist() == [200, 200, 404]
        columns = (read.ids, read.calls.at_us, read.calls.execution_ms, read.calls.status)
        assert [column.dtype.name for column in columns] == ["int64", "int64", "float64", "int16"]

    def test_end_with_where_to_go_on(self) -> None:
        read = decoded(row(3), cursor="3.x-Y_z", more=True, settled_at="2026-11-21T03:00:00.25+01:00")

        assert (read.cursor, read.more) == ("3.x-Y_z", True)
        assert read.settled_at == datetime(2026, 11, 21, 2, 0, 0, 250_000, tzinfo=UTC)
        assert read.settled_at.tzinfo is UTC

    @pytest.mark.parametrize("after", ["", "7.1795224433562906"])
    def test_may_be_none(self, after: str) -> None:
        read = decoded(after=after, cursor=after)

        assert (len(read.ids), len(read.calls), read.cursor) == (0, 0, after)
        assert read.calls.endpoint.names == ()

    def test_that_are_identical_but_for_their_ids_count_each(self) -> None:
        assert len(decoded(row(1), row(2), row(3)).calls) == 3

    def test_need_not_be_in_the_order_of_their_times(self) -> None:
        at_us = [AT_US, AT_US - 5, AT_US + 5]

        rows = [row(number, at_us=at) for number, at in enumerate(at_us)]
        assert decoded(*rows).calls.at_us.tolist() == at_us

    def test_may_have_any_name_that_is_text(self) -> None:
        name = "caf\u00e9 \u2603 \x00 \U0001f600 \u2028\n" + "x" * 10_000

        assert names(decoded(row(1, endpoint=name)).calls.endpoint) == [name]

    def test_may_be_written_with_any_white_space(self) -> None:
        body = page(row(1), row(2)).replace(b"\n", b" \r\n").replace(b",", b"\t,")

        assert decode_page(body + b"\n", "", LIMIT).ids.tolist() == [1, 2]

    def test_need_no_line_end_after_the_last(self) -> None:
        assert decode_page(page(row(1))[:-1], "", LIMIT).ids.tolist() == [1]

    @pytest.mark.parametrize("status", [0, -1, 1, 99, 1000, 70_000, -(2**63), 2**63 - 1])
    def test_with_a_status_that_http_does_not_have_are_of_an_unknown_one(self, status: int) -> None:
        assert decoded(row(1, status=status)).calls.status.tolist() == [STATUS_UNKNOWN]

    @pytest.mark.parametrize("status", [100, 204, 599, 999])
    def test_keep_any_other_status(self, status: int) -> None:
        assert decoded(row(1, status=status)).calls.status.tolist() == [status]

    @pytest.mark.parametrize(
        ("at_us", "rule"),
        [
            (-(2**63), Rule.TIME_BEFORE_2000),
            (0, Rule.TIME_BEFORE_2000),
            (to_us(NOW + timedelta(days=2)), Rule.TIME_IN_FUTURE),
            (2**63 - 1, Rule.TIME_IN_FUTURE),
        ],
    )
    def test_at_impossible_times_reach_the_rule_that_counts_them(self, at_us: int, rule: Rule) -> None:
        calls = decoded(row(1), row(2, at_us=at_us)).calls

        judged = judge(decode_named_calls(encode_named_calls(calls)), NOW)

        assert (len(judged.accepted), judged.rejected) == (1, {rule: 1})

    @pytest.mark.parametrize(
        ("number", "ms"),
        [
            ("NaN", np.nan),
            ("Infinity", np.inf),
            ("-Infinity", -np.inf),
            ("1e400", np.inf),
            ("-" + "9" * 10_000, -np.inf),
            ("1e-400", 0),
            ("-1.5", -1.5),
        ],
        ids=lambda given: str(given)[:20],
    )
    def test_keep_execution_times_as_they_are(self, number: str, ms: float) -> None:
        body = page(row(1), row(2, execution_ms=7777)).replace(b"7777", number.encode())

        read = decode_page(body, "", LIMIT)

        assert np.array_equal(read.calls.execution_ms, [12.5, ms], equal_nan=True)
        assert read.ids.tolist() == [1, 2]

    def test_keep_names_that_utf8_cannot_carry(self) -> None:
        calls = decoded(row(1, endpoint="a\ud800b", ip="\\ud800 \U0001f600", version="[1,2,NaN")).calls

        assert names(calls.endpoint) == ["a\ufffdb"]
        assert names(calls.ip) == ["\\ud800 \U0001f600"]
        assert names(calls.version) == ["[1,2,NaN"]

    def test_are_the_same_whichever_way_they_are_read(self) -> None:
        rows = [
            row(1, execution_ms=0.1 + 0.2, endpoint="[1, 2, NaN"),
            row(2, execution_ms=5e-324, group_by="\\\u2603\x00"),
            row(3, execution_ms=1.7976931348623157e308, ip="\u2028"),
        ]
        strictly = decoded(*rows).calls
        loosely = decoded(*rows, row(4, execution_ms=float("nan"))).calls

        assert loosely.execution_ms[:3].tolist() == strictly.execution_ms.tolist()
        assert loosely.at_us[:3].tolist() == strictly.at_us.tolist()
        for column in ("endpoint", "version", "group_by", "ip"):
            assert names(getattr(loosely, column))[:3] == names(getattr(strictly, column))

    @pytest.mark.parametrize(
        ("changes", "where"),
        [
            ({"id": None}, "row 2, id: .*`null`"),
            ({"id": "2"}, "row 2, id: .*`str`"),
            ({"id": 2.5}, "row 2, id: .*`float`"),
            ({"id": True}, "row 2, id: .*`bool`"),
            ({"id": -1}, "row 2, id: "),
            ({"id": 2**63}, "row 2, id: "),
            ({"id": 1}, "row 2, id: 1 does not come after 1"),
            ({"id": 0}, "row 2, id: 0 does not come after 1"),
            ({"at_us": None}, "row 2, at_us: .*`null`"),
            ({"at_us": "2026-11-21T01:27:13Z"}, "row 2, at_us: .*`str`"),
            ({"at_us": AT_US + 0.5}, "row 2, at_us: .*`float`"),
            ({"at_us": float("nan")}, "row 2: JSON is malformed"),
            ({"at_us": 2**63}, "row 2, at_us: "),
            ({"at_us": -(10**30)}, "row 2, at_us: "),
            ({"execution_ms": None}, "row 2, execution_ms: 'null' is no number"),
            ({"execution_ms": True}, "row 2, execution_ms: 'true' is no number"),
            ({"execution_ms": "12.5"}, "row 2, execution_ms: '\"12.5\"' is no number"),
            ({"execution_ms": [1.5]}, r"row 2, execution_ms: '\[1.5\]' is no number"),
            ({"endpoint": None}, "row 2, endpoint: .*`null`"),
            ({"endpoint": 7}, "row 2, endpoint: .*`int`"),
            ({"version": None}, "row 2, version: .*`null`"),
            ({"group_by": None}, "row 2, group_by: .*`null`"),
            ({"ip": ["::1"]}, "row 2, ip: .*`array`"),
            ({"status": None}, "row 2, status: .*`null`"),
            ({"status": "200"}, "row 2, status: .*`str`"),
            ({"status": 2**64}, "row 2, status: "),
        ],
        ids=repr,
    )
    @pytest.mark.parametrize("also", [12.5, float("nan")], ids=["JSON", "Python's JSON"])
    def test_with_one_that_is_unreadable_say_which(
        self, changes: dict[str, Any], where: str, also: float
    ) -> None:
        with pytest.raises(MalformedAnswerError, match=f"cannot be read: {where}") as refused:
            decoded(row(1, execution_ms=also), row(2, **changes), row(3))

        assert len(str(refused.value)) < 300

    @pytest.mark.parametrize(
        ("line", "where"),
        [
            (row(2)[:-1], "row 2: .*at least length 8, got 7"),
            ([*row(2), 1], "row 2: .*at most length 8"),
            ([], "row 2: .*length 8, got 0"),
            (dict(zip(FIELDS, row(2), strict=True)), "row 2: .*`object`"),
            (None, "row 2: .*`null`"),
            ("row", "row 2: .*`str`"),
            (last_line(), "row 2: .*`object`"),
        ],
        ids=lambda given: str(given)[:40],
    )
    def test_of_another_shape_say_which(self, line: object, where: str) -> None:
        with pytest.raises(MalformedAnswerError, match=f"cannot be read: {where}"):
            decode_page(ndjson(row(1), line, row(3), last_line(rows=3, cursor="3.1")), "", LIMIT)

    @pytest.mark.parametrize(
        ("line", "where"),
        [
            (b'[2, 2, 1.5, "a\xff"]', "row 2: 'utf-8'"),
            (b"[2, 2, 1.5,", "row 2: "),
            (b"<html>", "row 2: "),
            (b"[" * 100_000, "row 2, id: "),
            (b"[2, 2, " + b"[" * 100_000, "row 2: "),
            (b'[3, 2, 1.5, "a", "b", "c", "d", 0] [4]', "row 2: "),
        ],
        ids=lambda given: given[:20].decode("latin-1") if isinstance(given, bytes) else given,
    )
    def test_of_bytes_that_are_no_json_say_which(self, line: bytes, where: str) -> None:
        end = ndjson(last_line(rows=2, cursor="3.1"))

        with pytest.raises(MalformedAnswerError, match=where) as refused:
            decode_page(ndjson(row(1)) + line + b"\n" + end, "", LIMIT)

        assert len(str(refused.value)) < 300
        assert str(refused.value).isprintable()


class TestLastLine:
    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"\n\n",
            ndjson(row(1)),
            ndjson(row(1), row(2)),
            page(row(1))[:-10],
            page(row(1)).rpartition(b"{")[0],
            page(row(1)).rpartition(b"{")[0] + b"{",
            b"<html>502 Bad Gateway</html>",
            b'{"later":' + b"[" * 100_000,
        ],
        ids=lambda body: repr(body[-20:]),
    )
    def test_that_is_missing_says_that_the_answer_was_cut_off(self, body: bytes) -> None:
        with pytest.raises(MalformedAnswerError, match="cut off"):
            decode_page(body, "", LIMIT)

    @pytest.mark.parametrize("rows", [-1, 0, 1, 3, 10**30])
    def test_that_counts_other_rows_than_there_are_is_refused(self, rows: int) -> None:
        with pytest.raises(MalformedAnswerError, match=f"of {rows} rows it holds 2"):
            decoded(row(1), row(2), rows=rows)

    def test_that_comes_twice_is_refused(self) -> None:
        with pytest.raises(MalformedAnswerError, match=r"row 2: .*`object`"):
            decode_page(page(row(1)) + ndjson(last_line(rows=1, cursor="1.1")), "", LIMIT)

    @pytest.mark.parametrize(
        ("changes", "where"),
        [
            ({"rows": "1"}, "rows: .*`str`"),
            ({"cursor": None}, "cursor: .*`null`"),
            ({"cursor": 7}, "cursor: .*`int`"),
            ({"cursor": "1 2"}, "cursor: "),
            ({"cursor": "1.2\n"}, "cursor: "),
            ({"cursor": "\u0661"}, "cursor: "),
            ({"cursor": "../x?y"}, "cursor: "),
            ({"cursor": "x" * 101}, "cursor: "),
            ({"cursor": ""}, "cursor: '' is not the position after 1 rows"),
            ({"cursor": "0.5"}, "cursor: '0.5' is not the position after 1 rows"),
            ({"more": None}, "more: .*`null`"),
            ({"more": 0}, "more: .*`int`"),
            ({"settled_at": None}, "settled_at: .*`null`"),
            ({"settled_at": 1795224433}, "settled_at: "),
            ({"settled_at": "yesterday"}, "settled_at: "),
            ({"settled_at": "2026-11-21T02:00:00"}, "settled_at: .*timezone"),
            ({"settled_at": "0001-01-01T00:00:00+14:00"}, "settled_at: .*no time in UTC"),
        ],
        ids=repr,
    )
    def test_that_is_malformed_says_where(self, changes: dict[str, Any], where: str) -> None:
        with pytest.raises(MalformedAnswerError, match=f"cannot be read: last line, {where}"):
            decoded(row(1), after="0.5", **changes)

    @pytest.mark.parametrize("field", ["rows", "cursor", "more", "settled_at"])
    def test_that_lacks_a_field_says_which(self, field: str) -> None:
        line = last_line()
        del line[field]

        with pytest.raises(MalformedAnswerError, match=f"last line, .*`{field}`"):
            decode_page(ndjson(line), "", LIMIT)

    def test_may_hold_what_a_later_agent_adds(self) -> None:
        assert decoded(row(1), dropped=0).ids.tolist() == [1]

    def test_without_rows_stays_where_it_was(self) -> None:
        with pytest.raises(MalformedAnswerError, match=r"cursor: '9\.9' is not the position after 0 rows"):
            decoded(after="1.1", cursor="9.9")

    def test_without_rows_cannot_say_that_there_are_more(self) -> None:
        with pytest.raises(MalformedAnswerError, match="more: "):
            decoded(more=True)

    def test_after_more_rows_than_were_asked_for_is_refused(self) -> None:
        assert len(decoded(row(1), row(2), limit=2).ids) == 2
        with pytest.raises(MalformedAnswerError, match="gave 2 rows where PyDash asked for 1"):
            decoded(row(1), row(2), limit=1)


_ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=9)
_ANY_INT = st.integers(-(2**63), 2**63 - 1)


@settings(max_examples=200)
@given(
    st.lists(
        st.tuples(
            _ANY_INT,
            st.floats() | st.integers() | st.just(10**400),
            *[_ANY_TEXT] * 4,
            _ANY_INT,
        ),
        max_size=4,
    )
)
def test_any_row_that_python_can_write_reaches_the_aggregator(values: list[tuple[Any, ...]]) -> None:
    rows = [[number, *fields] for number, fields in enumerate(values)]

    calls = decoded(*rows).calls

    arrived = decode_named_calls(encode_named_calls(calls))
    assert len(arrived) == len(rows)
    assert np.array_equal(arrived.execution_ms, calls.execution_ms, equal_nan=True)
    assert names(arrived.endpoint) == names(calls.endpoint)


@given(mutated(page(row(1), row(2, endpoint="caf\u00e9"), row(3))))
def test_a_page_damaged_on_its_way_is_read_whole_or_refused_with_a_reason(body: bytes) -> None:
    try:
        calls, problem = len(decode_page(body, "", LIMIT).calls), ""
    except MalformedAnswerError as error:
        calls, problem = 3, str(error)
    # A row may be damaged to two, or to none, only along with the count in the last line.
    assert calls == 3 or b'"rows": 3,' not in body
    assert problem.isprintable()


_ANY_JSON = st.recursive(st.none() | st.floats() | st.text(max_size=9), st.lists, max_leaves=8)


@settings(max_examples=50)
@given(st.lists(_ANY_JSON, min_size=1, max_size=3), st.booleans())
def test_lines_of_any_json_at_all_are_refused_with_a_reason(lines: list[object], ends: bool) -> None:
    last = [last_line(rows=len(lines), cursor="1.1")] if ends else []

    with pytest.raises(MalformedAnswerError) as refused:
        decode_page(ndjson(*lines, *last), "", LIMIT)

    assert str(refused.value).isprintable()
