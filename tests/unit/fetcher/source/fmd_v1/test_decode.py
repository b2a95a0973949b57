import json
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.fetcher.source.errors import MalformedAnswerError, SourceRefusedError, WrongTokenError
from services.fetcher.source.fmd_v1.decode import decode_data
from services.fetcher.source.fmd_v1.numbered import NumberedCalls
from services.fetcher.source.fmd_v1.rules import decode_rules
from services.fetcher.source.source import Window
from shared.calls.arrow import decode_named_calls, encode_named_calls
from shared.calls.block import to_us
from shared.calls.calls import STATUS_UNKNOWN
from shared.calls.named import NameColumn, NamedCalls
from tests.unit.fetcher.source.fmd_v1.export import MISSING, TOKEN, WINDOW, export, row, row_2_0, rule, signed
from tests.unit.shared.mutations import mutated


def names(column: NameColumn) -> list[str]:
    return [column.names[code] for code in column.codes]


def opened(body: bytes, token: str = TOKEN, window: Window = WINDOW) -> NamedCalls:
    """Calls of 1.x."""
    calls = decode_data(body, token, window)
    assert isinstance(calls, NamedCalls)
    return calls


def decoded(*rows: dict[str, Any]) -> NamedCalls:
    return opened(export(rows))


def numbered(*rows: dict[str, Any]) -> NumberedCalls:
    """Calls of 2.0."""
    calls = decode_data(export(rows), TOKEN, WINDOW)
    assert isinstance(calls, NumberedCalls)
    return calls


_ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=9)
_ANY_ROW = st.fixed_dictionaries(
    {
        "endpoint": _ANY_TEXT,
        "execution_time": st.floats()
        | st.integers()
        | st.sampled_from([float("nan"), float("-inf"), 10**400]),
        "time": st.sampled_from(["2026-11-21 01:27:13.562906", "2026-11-21 02:00:00", "now", "\ud800"]),
        "version": _ANY_TEXT,
        "group_by": st.none() | _ANY_TEXT,
        "ip": st.none() | _ANY_TEXT,
    }
)


class TestData:
    def test_becomes_columns(self) -> None:
        calls = decoded(
            row(),
            row(
                endpoint="cart",
                execution_time=0.25,
                time="2026-11-21 01:00:00.000001",
                group_by="ada",
                ip="::1",
            ),
            row(version="1.1.0"),
        )

        assert calls.at_us.tolist() == [
            to_us(datetime(2026, 11, 21, 1, 27, 13, 562906, tzinfo=UTC)),
            to_us(datetime(2026, 11, 21, 1, 0, 0, 1, tzinfo=UTC)),
            to_us(datetime(2026, 11, 21, 1, 27, 13, 562906, tzinfo=UTC)),
        ]
        assert calls.execution_ms.tolist() == [12.5, 0.25, 12.5]
        assert names(calls.endpoint) == ["home", "cart", "home"]
        assert names(calls.version) == ["1.0.0", "1.0.0", "1.1.0"]
        assert names(calls.group_by) == ["None", "ada", "None"]
        assert names(calls.ip) == ["192.0.2.1", "::1", "192.0.2.1"]
        assert calls.status.tolist() == [STATUS_UNKNOWN] * 3
        assert calls.status.dtype == np.int16

    def test_of_a_quiet_window_is_no_calls(self) -> None:
        calls = decoded()

        assert len(calls) == 0
        assert calls.at_us.dtype == np.int64
        assert calls.endpoint.names == ()

    def test_with_identical_rows_counts_each(self) -> None:
        assert len(decoded(row(), row(), row())) == 3

    def test_need_not_be_in_order(self) -> None:
        calls = decoded(row(time="2026-11-21 01:30:00"), row(time="2026-11-21 01:10:00"))

        assert np.diff(calls.at_us).tolist() == [-20 * 60 * 1_000_000]

    def test_without_a_fraction_is_on_the_full_second(self) -> None:
        assert decoded(row(time="2026-11-21 01:27:13")).at_us.tolist() == [
            to_us(datetime(2026, 11, 21, 1, 27, 13, tzinfo=UTC))
        ]

    def test_is_exact_to_the_microsecond(self) -> None:
        moments = [WINDOW.start + timedelta(microseconds=number * 999_983 + 1) for number in range(3000)]
        rows = [row(time=str(moment.replace(tzinfo=None))) for moment in moments]

        assert decoded(*rows).at_us.tolist() == [to_us(moment) for moment in moments]

    @pytest.mark.parametrize("given", [None, MISSING, ""])
    def test_without_group_or_address_says_not_given(self, given: object) -> None:
        calls = decoded(row(group_by=given, ip=given))

        assert (names(calls.group_by), names(calls.ip)) == ([""], [""])

    def test_tells_not_given_from_the_name_none(self) -> None:
        assert names(decoded(row(), row(group_by=None)).group_by) == ["None", ""]

    def test_takes_any_name_that_is_text(self) -> None:
        endpoint = "caf\u00e9 \u2603 \x00 \U0001f600 " + "x" * 10_000

        assert names(decoded(row(endpoint=endpoint)).endpoint) == [endpoint]

    def test_takes_execution_times_as_they_are(self) -> None:
        # A source's clock may have been set back during a call.
        calls = decoded(*(row(execution_time=ms) for ms in (0, 5, -1.5, 1e-9, 86_400_000.125)))

        assert calls.execution_ms.tolist() == [0.0, 5.0, -1.5, 1e-9, 86_400_000.125]

    @pytest.mark.parametrize(
        ("time", "inside"),
        [
            ("2026-11-21 01:00:00", False),
            ("2026-11-21 01:00:00.000001", True),
            ("2026-11-21 02:00:00", True),
            ("2026-11-21 02:00:00.000001", False),
            ("2026-11-20 01:30:00", False),
            ("1970-01-01 00:00:00", False),
            ("9999-12-31 23:59:59", False),
            ("0000-01-01 00:00:00", False),
        ],
    )
    def test_from_outside_the_window_is_refused_whole(self, time: str, inside: bool) -> None:
        if inside:
            assert len(decoded(row(), row(time=time))) == 2
        else:
            with pytest.raises(
                MalformedAnswerError, match=f"outside the time.*: row 2 has the time '{time}'"
            ):
                decoded(row(), row(time=time))

    def test_of_one_window_is_not_data_of_the_next(self) -> None:
        later = Window(WINDOW.end, WINDOW.end + timedelta(hours=1))
        body = export([row(time="2026-11-21 02:00:00")])

        assert len(opened(body)) == 1
        with pytest.raises(MalformedAnswerError):
            decode_data(body, TOKEN, later)

    @pytest.mark.parametrize(
        ("changes", "where"),
        [
            ({"endpoint": MISSING}, "row 2: .*`endpoint`"),
            ({"endpoint": None}, "row 2, endpoint: .*`null`"),
            ({"endpoint": 7}, "row 2, endpoint: .*`int`"),
            ({"version": None}, "row 2, version: .*`null`"),
            ({"ip": 1}, "row 2, ip: .*`int`"),
            ({"time": None}, "row 2, time: .*`null`"),
            ({"time": 1795228708}, "row 2, time: .*`int`"),
            ({"time": float("nan")}, "malformed"),
            ({"time": "yesterday"}, "row 2, time: 'yesterday'"),
            ({"time": "2026-11-21 25:00:00"}, "row 2, time: '2026-11-21 25"),
            ({"time": "NaT"}, "row 2, time: 'NaT'"),
            ({"time": "now"}, "row 2, time: 'now'"),
            ({"time": ""}, "row 2, time: ''"),
            ({"time": "\x00"}, r"row 2, time: '\\x00'"),
            ({"time": "\ud800"}, "row 2, time: "),
            ({"time": "9" * 10_000}, "row 2, time: "),
            ({"time": "292278024-01-01 00:00:00"}, "row 2, time: "),
            ({"execution_time": MISSING}, "row 2: .*`execution_time`"),
            ({"execution_time": None}, "row 2, execution_time: 'null'"),
            ({"execution_time": True}, "row 2, execution_time: 'true'"),
            ({"execution_time": "12.5"}, "row 2, execution_time: '\"12.5\"'"),
            ({"execution_time": "nan"}, "row 2, execution_time: '\"nan\"'"),
            ({"execution_time": [1.5]}, "row 2, execution_time: "),
        ],
        ids=lambda given: repr(given)[:40],
    )
    @pytest.mark.parametrize("also", [12.5, float("nan")], ids=["JSON", "Python's JSON"])
    def test_with_one_unreadable_call_says_which(
        self, changes: dict[str, Any], where: str, also: float
    ) -> None:
        with pytest.raises(MalformedAnswerError, match=f"cannot be read: .*{where}") as refused:
            decoded(row(execution_time=also), row(**changes), row())

        assert len(str(refused.value)) < 300

    @pytest.mark.parametrize(
        "time",
        [
            "2026-11-21 01:27:13+00:00",
            "2026-11-21 01:27:13.562906+00:00",
            "2026-11-21 01:27:13.5+0000",
            "2026-11-21T01:27:13Z",
            "2026-11-21T01:27+00",
        ],
    )
    def test_with_an_offset_in_its_times_breaks_the_protocol(self, time: str) -> None:
        with pytest.raises(MalformedAnswerError, match="no time in UTC"):
            decoded(row(time=time))

    def test_keeps_execution_times_that_only_python_takes_for_json(self) -> None:
        # One of them must not keep its window from ever being read: which calls count is decided later.
        calls = decoded(
            *(row(execution_time=ms) for ms in (float("nan"), float("inf"), float("-inf"), 10**400, 0.1, 7))
        )

        assert calls.execution_ms.tolist()[1:] == [np.inf, -np.inf, np.inf, 0.1, 7.0]
        assert np.isnan(calls.execution_ms[0])

    @pytest.mark.parametrize(
        ("number", "ms"),
        [("1e400", np.inf), ("-1e400", -np.inf), ("-" + "9" * 10_000, -np.inf), ("1e-400", 0)],
    )
    def test_keeps_numbers_beyond_what_a_float_can_be(self, number: str, ms: float) -> None:
        text = json.dumps([row(execution_time=7777)]).replace("7777", number)
        body = signed(json.dumps({"data": text}).encode())

        assert opened(body).execution_ms.tolist() == [ms]

    def test_keeps_names_that_utf8_cannot_carry(self) -> None:
        calls = decoded(row(endpoint="a\ud800b", group_by="\udfff", ip="\\ud800 \U0001f600"))

        assert names(calls.endpoint) == ["a\ufffdb"]
        assert names(calls.group_by) == ["\ufffd"]
        assert names(calls.ip) == ["\\ud800 \U0001f600"]

    def test_is_the_same_whichever_way_it_is_read(self) -> None:
        rows = [
            row(execution_time=0.1 + 0.2, endpoint='"execution_time": NaN', ip=None),
            row(execution_time=5e-324, endpoint="\\\u2603\x00", group_by=MISSING),
            row(execution_time=1.7976931348623157e308, time="2026-11-21 01:00:01"),
        ]
        strictly, loosely = decoded(*rows), decoded(*rows, row(execution_time=float("nan")))

        assert loosely.execution_ms[:3].tolist() == strictly.execution_ms.tolist()
        assert loosely.at_us[:3].tolist() == strictly.at_us.tolist()
        for column in ("endpoint", "version", "group_by", "ip"):
            assert names(getattr(loosely, column))[:3] == names(getattr(strictly, column))

    @settings(max_examples=200)
    @given(st.lists(_ANY_ROW, max_size=4))
    def test_of_any_row_that_python_can_write_reaches_the_aggregator_or_is_refused(
        self, rows: list[dict[str, Any]]
    ) -> None:
        try:
            calls = decoded(*rows)
        except MalformedAnswerError as error:
            problem = str(error)
        else:
            arrived, problem = decode_named_calls(encode_named_calls(calls)), ""
            assert np.array_equal(arrived.execution_ms, calls.execution_ms, equal_nan=True)
            assert names(arrived.endpoint) == names(calls.endpoint)
            assert len(arrived) == len(rows)
        assert problem.isprintable()

    @pytest.mark.parametrize(
        "payload",
        [
            b"",
            b"[]",
            b"{}",
            b'{"data": []}',
            b'{"data": null}',
            b'{"data": ""}',
            b'{"data": "{}"}',
            b'{"data": "[1]"}',
            b'{"data": "[{}]"}',
            b'{"data": "[]"',
            b"\xff",
            b'{"more":' + b"[" * 200_000,
            b'{"data": "[{\\"more\\":' + b"[" * 200_000 + b'"}',
        ],
        ids=lambda payload: payload[:30].decode("latin-1"),
    )
    def test_that_is_signed_but_of_another_shape_is_malformed(self, payload: bytes) -> None:
        with pytest.raises(MalformedAnswerError) as refused:
            decode_data(signed(payload), TOKEN, WINDOW)

        assert len(str(refused.value)) < 300


class TestDataOf20:
    def test_becomes_columns(self) -> None:
        calls = numbered(
            row_2_0(),
            row_2_0(endpoint_id=7, duration=0.25, time_requested="2026-11-21 01:00:01", ip="::1"),
            row_2_0(version_requested="1.1.0", group_by="ada"),
        )

        assert calls.calls.at_us.tolist() == [
            to_us(datetime(2026, 11, 21, 1, 27, 13, 562906, tzinfo=UTC)),
            to_us(datetime(2026, 11, 21, 1, 0, 1, tzinfo=UTC)),
            to_us(datetime(2026, 11, 21, 1, 27, 13, 562906, tzinfo=UTC)),
        ]
        assert calls.calls.execution_ms.tolist() == [12.5, 0.25, 12.5]
        assert names(calls.calls.endpoint) == ["endpoint #1", "endpoint #7", "endpoint #1"]
        assert names(calls.calls.version) == ["1.0.0", "1.0.0", "1.1.0"]
        assert names(calls.calls.group_by) == ["None", "None", "ada"]
        assert names(calls.calls.ip) == ["192.0.2.1", "::1", "192.0.2.1"]
        assert calls.calls.status.tolist() == [STATUS_UNKNOWN] * 3
        assert (calls.ids, calls.id_max()) == ((1, 7), 7)

    @pytest.mark.parametrize("field", ["endpoint_id", "version_requested", "group_by", "ip"])
    def test_may_lack_what_its_table_lets_be_empty(self, field: str) -> None:
        calls = numbered(row_2_0(**{field: None})).named(["home"])
        column = {"endpoint_id": "endpoint", "version_requested": "version"}.get(field, field)

        assert names(getattr(calls, column)) == [""]

    def test_keeps_what_only_python_takes_for_json(self) -> None:
        calls = numbered(
            row_2_0(duration=float("inf"), group_by="a\ud800", ip='"endpoint": 1'), row_2_0(endpoint_id=2)
        )

        assert calls.calls.execution_ms.tolist() == [np.inf, 12.5]
        assert names(calls.calls.group_by) == ["a\ufffd", "None"]
        assert calls.ids == (1, 2)

    @pytest.mark.parametrize(
        ("changes", "where"),
        [
            ({"endpoint_id": MISSING}, "row 2: .*`endpoint_id`"),
            ({"endpoint_id": "home"}, "row 2, endpoint_id: .*`str`"),
            ({"endpoint_id": 1.5}, "row 2, endpoint_id: .*`float`"),
            ({"endpoint_id": 2**63}, "row 2, endpoint_id: "),
            ({"duration": MISSING}, "row 2: .*`duration`"),
            ({"duration": None}, "row 2, duration: 'null'"),
            ({"time_requested": "yesterday"}, "row 2, time_requested: 'yesterday'"),
            ({"time_requested": "None"}, "row 2, time_requested: 'None'"),
            ({"time_requested": None}, "row 2, time_requested: .*`null`"),
            ({"version_requested": 2}, "row 2, version_requested: .*`int`"),
        ],
        ids=repr,
    )
    @pytest.mark.parametrize("also", [12.5, float("nan")], ids=["JSON", "Python's JSON"])
    def test_with_one_unreadable_call_says_which(
        self, changes: dict[str, Any], where: str, also: float
    ) -> None:
        with pytest.raises(MalformedAnswerError, match=f"cannot be read: .*{where}"):
            numbered(row_2_0(duration=also), row_2_0(**changes), row_2_0())

    @pytest.mark.parametrize("rows", [(row(), row_2_0()), (row_2_0(), row())])
    def test_among_data_of_1_x_is_malformed(self, rows: tuple[dict[str, Any], ...]) -> None:
        with pytest.raises(MalformedAnswerError, match=r"row [12]: .*required field"):
            decode_data(export(rows), TOKEN, WINDOW)

    def test_from_outside_the_window_is_refused_whole(self) -> None:
        with pytest.raises(MalformedAnswerError, match="outside the time"):
            numbered(row_2_0(), row_2_0(time_requested="2026-11-21 02:00:00.000001"))


class TestEitherExport:
    @pytest.mark.parametrize("token", ["", "another", TOKEN + " ", TOKEN.upper()])
    def test_signed_with_another_token_says_where_to_look(self, token: str) -> None:
        with pytest.raises(WrongTokenError, match="SECURITY_TOKEN"):
            decode_data(export([row()], token), TOKEN, WINDOW)
        with pytest.raises(WrongTokenError, match="SECURITY_TOKEN"):
            decode_rules(export([rule()], token), TOKEN)

    @pytest.mark.parametrize("token", ["", "short", "with space and é", '{"a":1}', "true", "0123", "x" * 500])
    def test_is_read_with_whatever_token_the_app_has(self, token: str) -> None:
        assert len(opened(export([row()], token), token)) == 1

    @pytest.mark.parametrize(
        "body",
        [
            b"ValueError: invalid literal for int() with base 10: 'abc'",
            b"<html><body>Sign in</body></html>",
            b"",
            b"  ",
            b"\x00\xff\xfe",
        ],
    )
    def test_that_is_an_error_text_is_repeated_in_short(self, body: bytes) -> None:
        long = body + b"x" * 10_000
        for answer in (body, long):
            with pytest.raises(SourceRefusedError, match="answered with an error") as refused:
                decode_data(answer, TOKEN, WINDOW)
            assert len(str(refused.value)) < 300
            assert "\x00" not in str(refused.value)
        with pytest.raises(SourceRefusedError):
            decode_rules(body, TOKEN)

    def test_may_end_in_white_space(self) -> None:
        assert len(opened(export([row()]) + b"\r\n")) == 1

    @pytest.mark.parametrize(
        "header",
        [b'{"typ":"JWT","alg":"none"}', b'{"alg":"RS256"}', b'{"typ":' + b"[" * 50_000, b'{"typ":"JWT"}'],
        ids=["none", "RS256", "nested", "no algorithm"],
    )
    def test_under_another_algorithm_does_not_verify(self, header: bytes) -> None:
        with pytest.raises(WrongTokenError):
            decode_data(signed(b'{"data": "[]"}', header=header), TOKEN, WINDOW)

    @given(mutated(export([row(), row(endpoint="caf\u00e9")])))
    def test_damaged_on_its_way_is_refused_with_a_reason(self, body: bytes) -> None:
        try:
            calls = opened(body)
        except (WrongTokenError, SourceRefusedError, MalformedAnswerError):
            return
        assert len(calls) == 2

    @settings(max_examples=50)
    @given(st.recursive(st.none() | st.floats() | st.text(max_size=9), st.lists, max_leaves=8))
    def test_of_any_json_at_all_is_read_or_refused(self, rows: object) -> None:
        for decode in (lambda body: decode_data(body, TOKEN, WINDOW), lambda body: decode_rules(body, TOKEN)):
            try:
                decode(export(rows))
            except MalformedAnswerError:
                continue
            assert rows == []
