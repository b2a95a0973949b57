import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from typing_extensions import override

from shared.security.passwords import Passwords

T = TypeVar("T")


class CountingExecutor(ThreadPoolExecutor):
    """Knows how many jobs it was given, and how many were in hand at once."""

    def __init__(self) -> None:
        super().__init__(max_workers=16)
        self.jobs = 0
        self.in_hand = 0
        self.in_hand_most = 0

    @override
    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        # The event loop's thread is the only one that submits, so it alone counts up.
        self.jobs += 1
        self.in_hand += 1
        self.in_hand_most = max(self.in_hand_most, self.in_hand)

        def done() -> T:
            try:
                return fn(*args, **kwargs)
            finally:
                self.in_hand -= 1

        return super().submit(done)


@pytest.fixture(scope="module")
def passwords() -> Passwords:
    return Passwords(concurrent_max=2)


@pytest.fixture(scope="module")
def stored(passwords: Passwords) -> str:
    return asyncio.run(passwords.hash("correct horse battery staple"))


async def test_only_the_right_password_is_right(passwords: Passwords, stored: str) -> None:
    assert await passwords.verify("correct horse battery staple", stored)
    assert not await passwords.verify("correct horse battery stapl", stored)
    assert not await passwords.verify("", stored)


async def test_letters_beyond_ascii_and_beyond_72_bytes_count(passwords: Passwords) -> None:
    password = "é" * 100
    stored = await passwords.hash(password)

    assert await passwords.verify(password, stored)
    assert not await passwords.verify("é" * 99 + "e", stored)


async def test_two_users_with_one_password_have_different_hashes(passwords: Passwords, stored: str) -> None:
    assert await passwords.hash("correct horse battery staple") != stored


def test_hashes_are_as_costly_as_owasp_asks(stored: str) -> None:
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize("password", ["no user has this password", "anything"])
async def test_nothing_is_the_password_of_an_unknown_user(passwords: Passwords, password: str) -> None:
    assert not await passwords.verify(password, None)


@pytest.mark.parametrize("damaged", ["", "plain text", "$argon2id$v=19$m=19456,t=2,p=1$AAAA", "$2b$12$x"])
async def test_a_damaged_hash_matches_nothing(passwords: Passwords, damaged: str) -> None:
    assert not await passwords.verify("plain text", damaged)


async def test_an_unknown_user_costs_as_much_as_a_wrong_password(passwords: Passwords, stored: str) -> None:
    async def cost(stored_hash: str | None) -> float:
        # The processor's time, of all threads: waiting for other programs does not count.
        costs = []
        for _ in range(5):
            before = time.process_time()
            await passwords.verify("wrong", stored_hash)
            costs.append(time.process_time() - before)
        return min(costs)

    assert 0.6 < await cost(None) / await cost(stored) < 1.6


def test_no_more_hashes_are_computed_at_once_than_allowed(stored: str) -> None:
    executor = CountingExecutor()

    async def many_sign_in_at_once() -> list[bool]:
        asyncio.get_running_loop().set_default_executor(executor)
        bounded = Passwords(concurrent_max=2)
        attempts = [bounded.verify("wrong", stored), bounded.verify("wrong", None), bounded.hash("new")]
        return [
            bool(answer) for answer in await asyncio.gather(*attempts, *(bounded.hash("x") for _ in range(4)))
        ]

    assert asyncio.run(many_sign_in_at_once()) == [False, False] + [True] * 5
    assert executor.jobs == 7
    assert executor.in_hand_most == 2
