import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pydash_agent.protocol import lines
from pydash_agent.protocol.cursor import Cursor
from pydash_agent.protocol.lines import PORTION_ROWS, Span, call_lines
from pydash_agent.protocol.source import Row
from tests.unit.agent.memory_source import NOW, MemorySource, row

TEXTS = st.none() | st.text()
ROWS = st.tuples(
    st.just(1),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    TEXTS,
    TEXTS,
    TEXTS,
    TEXTS,
    st.none() | st.integers(100, 599),
)


def _read(source: MemorySource, limit: int = 100_000, after: Cursor | None = None) -> list[Any]:
    last_id = source.rows[-1][0] if source.rows else 0
    made = b"".join(call_lines(source, Span(after, last_id, limit, NOW)))
    assert made.endswith(b"\n")
    return [json.loads(line) for line in made.splitlines()]


@given(ROWS)
def test_every_value_survives(given_row: Row) -> None:
    line, _ = _read(MemorySource([given_row]))
    row_id, at_us, execution_ms, *texts, status = given_row
    assert line == [row_id, at_us, execution_ms, *(text or "" for text in texts), status or 0]


def test_a_line_is_a_line_whatever_the_names() -> None:
    source = MemorySource([row(1, endpoint="a\nb\r\u2028\x85"), row(2, endpoint="],[")])
    made = b"".join(call_lines(source, Span(None, 2, 10, NOW)))
    assert made.count(b"\n") == 3
    assert made.isascii()


@pytest.mark.parametrize("execution_ms", [math.nan, math.inf, -math.inf])
def test_a_duration_that_is_no_number_is_told_as_minus_one(execution_ms: float) -> None:
    line, last = _read(MemorySource([row(1, execution_ms=execution_ms)]))
    assert line[2] == -1
    assert last["rows"] == 1


def test_the_last_line_says_how_far_it_went() -> None:
    source = MemorySource([row(number, at_us=number * 10) for number in range(1, 8)])
    *_, last = _read(source, limit=3, after=Cursor(2, 20))
    assert last == {"rows": 3, "cursor": "5.50", "more": True, "settled_at": "2026-11-21T09:00:00.000000Z"}
    *_, last = _read(source, limit=2, after=Cursor(5, 50))
    assert (last["rows"], last["cursor"], last["more"]) == (2, "7.70", False)


def test_nothing_to_give_leaves_the_reader_where_it_is() -> None:
    assert _read(MemorySource())[-1]["cursor"] == ""
    assert _read(MemorySource([row(1)]), after=Cursor(1, 0))[-1]["cursor"] == "1.0"


def test_reads_no_more_at_once_than_a_portion() -> None:
    source = MemorySource([row(number) for number in range(1, 2 * PORTION_ROWS + 11)])
    made = call_lines(source, Span(None, 10**9, 10**9, NOW))
    next(made)
    assert source.portions == [PORTION_ROWS]
    assert sum(1 for _ in made) == 3
    assert source.portions == [PORTION_ROWS, PORTION_ROWS, 10, 0]


def test_remembers_a_bounded_number_of_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "_TEXTS_MAX", 3)
    source = MemorySource([row(number, endpoint=f"endpoint {number % 7}") for number in range(1, 50)])
    *made, _ = _read(source)
    assert [line[3] for line in made] == [f"endpoint {number % 7}" for number in range(1, 50)]
