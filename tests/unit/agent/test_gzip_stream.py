import gzip
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pydash_agent.protocol.gzip_stream import accepts_gzip, compressed


@given(st.lists(st.binary()))
def test_gives_what_went_in(parts: list[bytes]) -> None:
    assert gzip.decompress(b"".join(compressed(parts))) == b"".join(parts)


def test_is_made_while_it_is_read() -> None:
    taken = 0

    def endless() -> Iterator[bytes]:
        nonlocal taken
        while True:
            taken += 1
            yield taken.to_bytes(8, "big") * 1000

    next(compressed(endless()))
    assert taken < 1000


@pytest.mark.parametrize(
    ("header", "accepted"),
    [
        ("gzip", True),
        ("GZIP", True),
        ("br, gzip;q=0.5", True),
        ("deflate,gzip ; q=1.0", True),
        ("", False),
        ("br", False),
        ("x-gzip", False),
        ("identity, gzip;q=0", False),
        ("gzip; Q=0.000", False),
    ],
)
def test_only_for_who_can_read_it(header: str, *, accepted: bool) -> None:
    assert accepts_gzip(header) is accepted
