"""What PyDash does not say, the time it takes must not tell.

Of that time, the computing is measured as processor time: on a machine that does something else besides, it is what
tells the kinds apart and not who had to wait for a core. Whether anything is waited for is asked without a clock:
what must not be waited for is held up, and the answer comes all the same.
"""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from shared.clock.clock import ManualClock
from tests.fixtures.cast import PASSWORD, UNTHROTTLED, Cast
from tests.fixtures.servers import connected
from tests.integration.api.account.mails import mailed
from tests.integration.api.test_access import NEW_USER

_ROUNDS = 15
# A hash that is left out makes an answer some ten times as cheap. All else that answers do differs by less.
_RATIO_MAX = 1.4
# Without end, were the mail waited for.
_PATIENCE_SECONDS = 30
_MAIL_OF_OWNER = "owner@pydash.example"
_UNVERIFIED = {"name": NEW_USER["name"], "password": NEW_USER["password"]}


@pytest.fixture
async def unthrottled(cast: Cast) -> Cast:
    """An answer of a throttle would cost the same whoever asks."""
    cast.throttle(UNTHROTTLED)
    assert (await cast.browser().post("/users", json=NEW_USER)).status_code == 202
    await cast.resources.later.finished()
    return cast


async def costs(
    cast: Cast, path: str, status: int, kinds: Mapping[str, Sequence[dict[str, str]]]
) -> dict[str, float]:
    """The median processor time of each kind's answers, in seconds; in turns, so that what changes hits all."""
    spent: dict[str, list[float]] = {kind: [] for kind in kinds}
    browser = cast.browser()
    for bodies in zip(*kinds.values(), strict=True):
        for kind, body in zip(kinds, bodies, strict=True):
            began = time.process_time()
            answer = await browser.post(path, json=body)
            spent[kind].append(time.process_time() - began)
            assert answer.status_code == status, answer.text
            await cast.resources.later.finished()
    return {kind: statistics.median(seconds) for kind, seconds in spent.items()}


def assert_alike(found: Mapping[str, float]) -> None:
    assert max(found.values()) < _RATIO_MAX * min(found.values()), found


@asynccontextmanager
async def no_mail_written(database_url: str) -> AsyncIterator[None]:
    """Whoever writes one waits until this ends."""
    async with connected(database_url) as connection, connection.transaction():
        await connection.execute("LOCK TABLE mail_outbox IN ACCESS EXCLUSIVE MODE")
        yield


async def test_signing_in(unthrottled: Cast) -> None:
    kinds = {
        "wrong password": {"name": "owner", "password": "wrong"},
        "unknown user": {"name": "nobody", "password": PASSWORD},
        "unverified user": _UNVERIFIED,
    }
    sent = {kind: [body] * _ROUNDS for kind, body in kinds.items()}
    assert_alike(await costs(unthrottled, "/sessions", 401, sent))


async def test_registering(unthrottled: Cast) -> None:
    number = count()

    def bodies(mail: str) -> list[dict[str, str]]:
        return [NEW_USER | {"name": f"u{next(number)}", "mail": mail} for _ in range(_ROUNDS)]

    kinds = {"known": bodies(_MAIL_OF_OWNER), "unknown": bodies("new@pydash.example")}
    assert_alike(await costs(unthrottled, "/users", 202, kinds))


@pytest.mark.parametrize(
    ("path", "known", "unknown"),
    [
        ("/password-resets", {"mail": _MAIL_OF_OWNER}, {"mail": "nobody@pydash.example"}),
        ("/users/verification-mails", {"name": NEW_USER["name"]}, {"name": "nobody"}),
    ],
)
async def test_asking_for_a_mail(
    unthrottled: Cast, path: str, known: dict[str, str], unknown: dict[str, str]
) -> None:
    kinds = {"known": [known] * _ROUNDS, "unknown": [unknown] * _ROUNDS}
    assert_alike(await costs(unthrottled, path, 202, kinds))


@pytest.mark.parametrize(
    ("path", "body", "status", "template"),
    [
        ("/password-resets", {"mail": _MAIL_OF_OWNER}, 202, "reset_password"),
        ("/users/verification-mails", {"name": NEW_USER["name"]}, 202, "verify_user"),
        ("/sessions", _UNVERIFIED, 401, "verify_user"),
    ],
)
async def test_no_answer_waits_for_a_mail_that_only_some_get(
    unthrottled: Cast, emptied_database: str, path: str, body: dict[str, str], status: int, template: str
) -> None:
    # Since the mail of the registration is still under way for the first minute.
    later = ManualClock(datetime.now(UTC) + timedelta(minutes=2))
    unthrottled.app.state.resources = replace(unthrottled.app.state.resources, clock=later)
    before = await mailed(unthrottled)

    async with no_mail_written(emptied_database):
        asked = asyncio.create_task(unthrottled.browser().post(path, json=body))
        in_time, _ = await asyncio.wait({asked}, timeout=_PATIENCE_SECONDS)

    answer = await asked
    assert in_time
    assert answer.status_code == status, answer.text
    written = [each for each, _ in await mailed(unthrottled)]
    assert written == [*(each for each, _ in before), template]
