"""Compression on the way out."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

# Rows repeat themselves: the quickest level already makes them a third, and the app has other things to do.
_LEVEL = 1
_GZIP_BITS = 16 + zlib.MAX_WBITS


def accepts_gzip(accept_encoding: str) -> bool:
    """Whether the header names gzip, other than with ``q=0``."""
    for choice in accept_encoding.split(","):
        name, _, parameter = choice.partition(";")
        if name.strip().lower() == "gzip":
            return not _is_zero(parameter)
    return False


def compressed(parts: Iterable[bytes]) -> Iterator[bytes]:
    stream = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP_BITS)
    for part in parts:
        data = stream.compress(part)
        if data:
            yield data
    yield stream.flush()


def _is_zero(parameter: str) -> bool:
    name, _, value = parameter.replace(" ", "").partition("=")
    return name.lower() == "q" and value.rstrip("0") in {"", "0.", "."}
