"""What PyDash does not say, the time it takes must not tell."""

import statistics
import time
from collections.abc import Mapping, Sequence
from itertools import count

import pytest

from tests.fixtures.cast import PASSWORD, Cast
from tests.integration.api.test_access import NEW_USER

_ROUNDS = 15
# A hash that is left out makes an answer some ten times as fast, a mail that is waited for half as slow again.
# Two kinds that take the same time stay well within this, also on a machine that does something else besides.
_RATIO_MAX = 1.4
# What is slower by itself is so each time, what met a busy moment is not.
_TRIES = 3


async def medians(cast: Cast, path: str, kinds: Mapping[str, Sequence[dict[str, str]]]) -> dict[str, float]:
    """Of each kind in turn, so that what else the machine does hits all alike."""
    took: dict[str, list[float]] = {kind: [] for kind in kinds}
    browser = cast.browser()
    for bodies in zip(*kinds.values(), strict=True):
        for kind, body in zip(kinds, bodies, strict=True):
            began = time.perf_counter()
            await browser.post(path, json=body)
            took[kind].append(time.perf_counter() - began)
            await cast.resources.later.finished()
    return {kind: statistics.median(times) for kind, times in took.items()}


async def assert_alike(cast: Cast, path: str, kinds: Mapping[str, Sequence[dict[str, str]]]) -> None:
    """``kinds``: the bodies to send, for each try as many."""
    each = len(next(iter(kinds.values()))) // _TRIES
    ratios: list[float] = []
    for tried in range(_TRIES):
        bodies = {kind: sent[tried * each : (tried + 1) * each] for kind, sent in kinds.items()}
        found = await medians(cast, path, bodies)
        ratios.append(max(found.values()) / min(found.values()))
        if ratios[-1] < _RATIO_MAX:
            return
    pytest.fail(f"one takes longer than another: {ratios}")


async def test_signing_in(cast: Cast) -> None:
    await cast.browser().post("/users", json=NEW_USER)
    kinds = {
        "wrong password": {"name": "owner", "password": "wrong"},
        "unknown user": {"name": "nobody", "password": PASSWORD},
        "unverified user": {"name": NEW_USER["name"], "password": NEW_USER["password"]},
    }

    sent = {kind: [body] * (_ROUNDS * _TRIES) for kind, body in kinds.items()}
    await assert_alike(cast, "/sessions", sent)


async def test_registering(cast: Cast) -> None:
    number = count()

    def bodies(mail: str) -> list[dict[str, str]]:
        return [NEW_USER | {"name": f"u{next(number)}", "mail": mail} for _ in range(_ROUNDS * _TRIES)]

    kinds = {"known": bodies("owner@pydash.example"), "unknown": bodies("new@pydash.example")}
    await assert_alike(cast, "/users", kinds)


@pytest.mark.parametrize(
    ("path", "known", "unknown"),
    [
        ("/password-resets", {"mail": "owner@pydash.example"}, {"mail": "nobody@pydash.example"}),
        ("/users/verification-mails", {"name": NEW_USER["name"]}, {"name": "nobody"}),
    ],
)
async def test_asking_for_a_mail(
    cast: Cast, path: str, known: dict[str, str], unknown: dict[str, str]
) -> None:
    await cast.browser().post("/users", json=NEW_USER)
    rounds = 3 * _ROUNDS * _TRIES

    await assert_alike(cast, path, {"known": [known] * rounds, "unknown": [unknown] * rounds})
