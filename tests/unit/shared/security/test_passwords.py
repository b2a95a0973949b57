import asyncio
import os
import sys
import threading
import time

import pytest

from shared.security.passwords import Passwords


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


def threads_of_hashing() -> set[int]:
    names = {thread.native_id: thread.name for thread in threading.enumerate()}
    return {number for number, name in names.items() if number is not None and name.startswith("passwords")}


async def test_no_more_hashes_are_computed_at_once_than_allowed(stored: str) -> None:
    before = threads_of_hashing()
    bounded = Passwords(concurrent_max=2)
    attempts = [bounded.verify("wrong", stored), bounded.verify("wrong", None), bounded.hash("new")]

    answers = await asyncio.gather(*attempts, *(bounded.hash("x") for _ in range(4)))

    assert [bool(answer) for answer in answers] == [False, False] + [True] * 5
    assert len(threads_of_hashing() - before) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="niceness is of the whole process")
async def test_hashing_leaves_the_processor_to_everything_else() -> None:
    before = threads_of_hashing()
    passwords = Passwords(concurrent_max=1)
    await passwords.hash("new")

    [thread] = threads_of_hashing() - before
    ours = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    assert os.getpriority(os.PRIO_PROCESS, thread) == max(10, ours)


async def test_passwords_are_verified_where_nothing_may_step_back(
    stored: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "setpriority", refused)

    assert await Passwords(concurrent_max=1).verify("correct horse battery staple", stored)
