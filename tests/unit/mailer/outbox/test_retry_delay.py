from datetime import timedelta

import pytest

from services.mailer.outbox.service import retry_delay

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (8, 60), (500, 60)]
)
def test_the_wait_doubles_up_to_an_hour_and_is_spread(attempts: int, minutes: int) -> None:
    waits = [retry_delay(attempts) for _ in range(200)]

    assert all(minutes * MINUTE / 2 <= wait <= minutes * MINUTE for wait in waits)
    assert max(waits) - min(waits) > minutes * MINUTE / 4
