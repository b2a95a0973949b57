from datetime import timedelta

import pytest

from pydash_agent.protocol.cursor import Cursor
from pydash_agent.protocol.errors import BadRequestError
from pydash_agent.protocol.query import parse_calls, parse_count


def test_nothing_given_is_the_beginning() -> None:
    query = parse_calls("")
    assert (query.between.after, query.between.until) == (None, None)
    assert query.between.after_id == 0
    assert (query.limit, query.settle) == (10_000, timedelta(seconds=10))


def test_an_empty_cursor_is_none() -> None:
    between = parse_count("after=&until=")
    assert (between.after, between.until) == (None, None)


def test_everything_given() -> None:
    query = parse_calls("after=7.100&until=9.50&limit=100000&settle_seconds=0.25&later=addition")
    assert (query.between.after, query.between.until) == (Cursor(7, 100), Cursor(9, 50))
    assert (query.limit, query.settle) == (100_000, timedelta(milliseconds=250))


@pytest.mark.parametrize(
    ("query", "about"),
    [
        ("limit=0", "limit"),
        ("limit=100001", "limit"),
        ("limit=+5", "limit"),
        ("limit=%D9%A5", "limit"),
        ("settle_seconds=600.000001", "settle_seconds"),
        ("settle_seconds=1e2", "settle_seconds"),
        ("settle_seconds=", "settle_seconds"),
        ("after=9.1&until=8.1", "before"),
        ("after=x", "cursor"),
        ("after=1.1&after=2.2", "after is given more than once"),
        ("after=%ff", "cannot be read"),
        ("&".join(f"p{number}=1" for number in range(100)), "cannot be read"),
    ],
)
def test_refuses_what_it_cannot_read(query: str, about: str) -> None:
    with pytest.raises(BadRequestError, match=about):
        parse_calls(query)
