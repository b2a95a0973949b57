"""Columns of calls, made of what a source says."""

import math
from collections.abc import Iterable

import msgspec
import numpy as np
import pyarrow as pa

from services.fetcher.source.json_answer import SHOWN_CHARS, unreadable
from shared.calls.calls import Float64s
from shared.calls.named import NameColumn

# As with_quoted_infinities and its like write them.
_NOT_FINITE = {b'"NaN"': math.nan, b'"Infinity"': math.inf, b'"-Infinity"': -math.inf}


def name_column(names: list[str]) -> NameColumn:
    encoded = pa.array(names, pa.string()).dictionary_encode()
    return NameColumn(encoded.indices.to_numpy(), tuple(encoded.dictionary.to_pylist()))


def floats(values: Iterable[msgspec.Raw], field: str) -> Float64s:
    """Numbers as Python's JSON has them; ``field`` is what they are called in a message.

    Raises MalformedAnswerError.
    """
    return np.array(
        [_float(number, value, field) for number, value in enumerate(values, start=1)], np.float64
    )


def _float(number: int, value: msgspec.Raw, field: str) -> float:
    text = bytes(value)
    try:
        # Python reads more digits than a float has room for as infinity.
        return _NOT_FINITE[text] if text in _NOT_FINITE else float(text)
    except ValueError:
        shown = text[:SHOWN_CHARS].decode("utf-8", "replace")
        raise unreadable(f"row {number}, {field}: {shown!r} is no number") from None
