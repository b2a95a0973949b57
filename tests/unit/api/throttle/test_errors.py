import pytest

from services.api.throttle.errors import TooManyAttemptsError


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (1, "1 second"),
        (59, "59 seconds"),
        (60, "1 minute"),
        (61, "2 minutes"),
        (3600, "1 hour"),
        (3601, "2 hours"),
    ],
)
def test_it_says_how_long_to_wait(seconds: int, said: str) -> None:
    error = TooManyAttemptsError(seconds)
    assert f"Wait {said} and" in error.detail
    assert error.headers == {"Retry-After": str(seconds)}
