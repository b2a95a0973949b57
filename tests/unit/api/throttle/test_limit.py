import pytest
from pydantic import ValidationError

from services.api.throttle.limit import Limit, parse_limits
from tests.unit.api.factories import make_settings


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


def test_no_limit_of_resets_is_longer_than_their_mails_count() -> None:
    """Else strangers could have so many sent that the user gets none that counts."""
    make_settings(reset_mail_limits="2/60,4/3600")
    with pytest.raises(ValidationError, match="7200 seconds are longer"):
        make_settings(reset_mail_limits="4/3600,9/7200")
