import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pydash_agent.protocol.cursor import Cursor
from pydash_agent.protocol.errors import BadRequestError


@given(st.integers(0, 2**63 - 1), st.integers(-(10**18), 10**18))
def test_comes_back_as_it_went_out(row_id: int, at_us: int) -> None:
    text = str(Cursor(row_id, at_us))
    assert Cursor.parse(text) == (row_id, at_us)
    assert re.fullmatch(r"[A-Za-z0-9._-]{1,100}", text)


@given(st.text())
def test_other_texts_are_refused(text: str) -> None:
    if not re.fullmatch(r"\d+\.-?\d+", text, re.ASCII):
        with pytest.raises(BadRequestError, match="cursor"):
            Cursor.parse(text)


@pytest.mark.parametrize(
    "text", ["1.1\n", " 1.1", "+1.1", "1_0.1", "1.+1", f"{2**63}.0", "1.--1", "\u0661.1"]
)
def test_lenient_readings_are_refused(text: str) -> None:
    with pytest.raises(BadRequestError):
        Cursor.parse(text)
