import json
import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.fetcher.source.python_json import (
    with_quoted_infinities,
    with_quoted_infinities_at,
    with_whole_characters,
)

# Backslashes, quotes and halves of pairs next to each other are what could be taken for one another.
_TEXT = st.text(
    st.sampled_from('\\"u/ \ud800\udbff\udc00\udfffd8\n\u2603\U0001f600') | st.characters(codec=None)
)


@given(st.lists(_TEXT, max_size=4))
def test_text_is_what_python_reads_but_for_halves_of_pairs(texts: list[str]) -> None:
    written = json.dumps(texts)
    read_by_python = [re.sub("[\ud800-\udfff]", "\ufffd", text) for text in json.loads(written)]

    assert msgspec.json.decode(with_whole_characters(written)) == read_by_python


@given(_TEXT)
def test_text_without_halves_is_left_as_it_is(text: str) -> None:
    written = json.dumps(re.sub("[\ud800-\udfff]", "", text))

    assert with_whole_characters(written) == written


@pytest.mark.parametrize("literal", ["NaN", "Infinity", "-Infinity"])
@pytest.mark.parametrize("colon", [":", ": ", " :\n\t"])
def test_the_fields_literal_is_quoted(literal: str, colon: str) -> None:
    assert with_quoted_infinities(f'{{"ms"{colon}{literal}}}', "ms") == f'{{"ms"{colon}"{literal}"}}'


@pytest.mark.parametrize(
    "text", ['{"s": NaN}', '{"ms": -NaN}', '{"ms": NaNs}', '{"ms": "NaN"}', '{"ms": 1}', '["ms", NaN]']
)
def test_all_else_is_left_as_it_is(text: str) -> None:
    assert with_quoted_infinities(text, "ms") == text


@given(st.text(st.sampled_from('\\"ms: NaN,')) | st.just('"ms": NaN'))
def test_no_name_is_taken_for_the_field(name: str) -> None:
    written = json.dumps({"name": name, "ms": float("nan")})

    assert msgspec.json.decode(with_quoted_infinities(written, "ms")) == {"name": name, "ms": "NaN"}


@pytest.mark.parametrize("literal", ["NaN", "Infinity", "-Infinity"])
@pytest.mark.parametrize("before", ["1,2,", " 1 , -2 ,\t", '"no text",2,', "1,", "1,2,3,", "[1],2,"])
def test_only_the_literal_at_its_place_in_an_array_is_quoted(literal: str, before: str) -> None:
    quoted = f'"{literal}"' if before in {"1,2,", " 1 , -2 ,\t"} else literal

    assert with_quoted_infinities_at(f"[{before}{literal}, 4]", 2) == f"[{before}{quoted}, 4]"


@pytest.mark.parametrize("line", ["[1,2,NaNs]", '[1,2,"NaN"]', '[1,2,3,"[1,2,NaN"]', "1,2,NaN", ""])
def test_an_array_without_it_is_left_as_it_is(line: str) -> None:
    assert with_quoted_infinities_at(line, 2) == line
