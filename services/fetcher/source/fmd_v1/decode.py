"""Decodes the calls that ``get_json_data`` gives.

The rows are parsed once; once more where they hold what only Python takes for JSON. What can be read is passed
on however implausible it is: which calls count is not for the source to say (shared/calls/rules.py).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

import msgspec
import numpy as np
import pyarrow as pa

from services.fetcher.source.columns import floats, name_column
from services.fetcher.source.errors import MalformedAnswerError
from services.fetcher.source.fmd_v1.export import open_export
from services.fetcher.source.fmd_v1.numbered import NumberedCalls, endpoint_column
from services.fetcher.source.json_answer import NOT_JSON, SHOWN_CHARS, decoded, unreadable
from services.fetcher.source.python_json import with_quoted_infinities, with_whole_characters
from services.fetcher.source.source import Window
from shared.calls.block import to_us
from shared.calls.calls import STATUS_UNKNOWN, Float64s, Int64s
from shared.calls.named import NamedCalls

Ms = TypeVar("Ms")


class _Row(msgspec.Struct, Generic[Ms], gc=False, kw_only=True):
    endpoint: str
    execution_time: Ms
    group_by: str | None = None
    ip: str | None = None
    time: str
    version: str


class _Row20(
    msgspec.Struct,
    Generic[Ms],
    gc=False,
    kw_only=True,
    rename={
        "endpoint": "endpoint_id",
        "execution_time": "duration",
        "time": "time_requested",
        "version": "version_requested",
    },
):
    """As 2.0 calls the fields. Its table lets more of them be empty."""

    endpoint: Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)] | None
    execution_time: Ms
    group_by: str | None = None
    ip: str | None = None
    time: str
    version: str | None = None


_Rows = Sequence[_Row[Any]] | Sequence[_Row20[Any]]


@dataclass(frozen=True)
class _Dialect:
    rows: Any
    # Their execution time may be none that JSON can say, or none that is left finite as a float.
    loose_rows: Any
    execution_time: str
    time: str


_FMD_1 = _Dialect(list[_Row[float]], list[_Row[msgspec.Raw]], "execution_time", "time")
_FMD_2_0 = _Dialect(list[_Row20[float]], list[_Row20[msgspec.Raw]], "duration", "time_requested")
# Inside a string the quote behind the name would be escaped: only a field itself can match.
_FIELD_OF_2_0 = re.compile(r'"endpoint_id"\s*:')


def decode_data(body: bytes, token: str, window: Window) -> NamedCalls | NumberedCalls:
    """Raises WrongTokenError, SourceRefusedError, MalformedAnswerError (a call outside the window, too)."""
    dialect, rows, execution_ms = _decode_rows(open_export(body, token))
    times = [row.time for row in rows]
    at_us = _to_us(times, dialect)
    _check_within(at_us, times, window)
    endpoints: list[Any] = [row.endpoint for row in rows]
    endpoint, ids = endpoint_column(endpoints) if dialect is _FMD_2_0 else (name_column(endpoints), None)
    calls = NamedCalls(
        at_us=at_us,
        execution_ms=execution_ms,
        endpoint=endpoint,
        version=name_column([row.version or "" for row in rows]),
        group_by=name_column([row.group_by or "" for row in rows]),
        ip=name_column([row.ip or "" for row in rows]),
        status=np.full(len(rows), STATUS_UNKNOWN, dtype=np.int16),
    )
    return calls if ids is None else NumberedCalls(calls, ids)


def _decode_rows(text: str) -> tuple[_Dialect, _Rows, Float64s]:
    """The rows, and the execution time of each in milliseconds."""
    # Rows of the other dialect are refused at the first of them, which costs nothing.
    for dialect in (_FMD_1, _FMD_2_0):
        try:
            rows: _Rows = msgspec.json.decode(text, type=dialect.rows)
        except NOT_JSON:
            continue
        return dialect, rows, np.array([row.execution_time for row in rows], np.float64)
    dialect = _FMD_2_0 if _FIELD_OF_2_0.search(text) else _FMD_1
    text = with_quoted_infinities(with_whole_characters(text), dialect.execution_time)
    rows = decoded(text, dialect.loose_rows)
    return dialect, rows, floats((row.execution_time for row in rows), dialect.execution_time)


def _to_us(times: list[str], dialect: _Dialect) -> Int64s:
    try:
        return _parse_times(times)
    except pa.ArrowInvalid:
        # One by one, to say which it is.
        return np.concatenate(
            [_parse_time(number, time, dialect) for number, time in enumerate(times, start=1)]
        )


def _parse_times(times: list[str]) -> Int64s:
    """``2026-11-21 01:27:13.562906``, its fraction missing when it is 0; with an offset it is none of FMD's."""
    moments = pa.array(times, pa.string()).cast(pa.timestamp("us"))
    return moments.cast(pa.int64()).to_numpy()  # type: ignore[no-any-return]


def _parse_time(number: int, time: str, dialect: _Dialect) -> Int64s:
    try:
        return _parse_times([time])
    except pa.ArrowInvalid:
        problem = f"row {number}, {dialect.time}: {time[:SHOWN_CHARS]!r} is no time in UTC"
        raise unreadable(problem) from None


def _check_within(at_us: Int64s, times: list[str], window: Window) -> None:
    # What was not asked for may come again in the window that it belongs to: counting it would double it.
    outside = (at_us <= to_us(window.start)) | (at_us > to_us(window.end))
    if outside.any():
        row = int(outside.argmax())
        raise MalformedAnswerError(
            "The app's export holds calls from outside the time that was asked for: "
            f"row {row + 1} has the time {times[row][:SHOWN_CHARS]!r}."
        )
