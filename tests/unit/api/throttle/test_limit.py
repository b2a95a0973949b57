import pytest

from services.api.throttle.limit import Limit, parse_limits


def test_limits_are_attempts_in_seconds_the_shortest_first() -> None:
    assert parse_limits("20/600, 10/60") == (
        Limit(seconds=60, attempts=10),
        Limit(seconds=600, attempts=20),
    )


@pytest.mark.parametrize("text", ["", "10", "10/", "0/60", "10/0", "10/60,", "-1/60", "10/6e1", "10/60/1"])
def test_what_is_no_limit_is_named(text: str) -> None:
    with pytest.raises(ValueError, match="is no limit"):
        parse_limits(text)


def test_one_time_has_one_limit() -> None:
    with pytest.raises(ValueError, match="same time"):
        parse_limits("10/60,20/60")
