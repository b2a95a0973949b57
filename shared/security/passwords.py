"""Argon2id as OWASP asks, a bound on how many run at once, and a dummy for unknown users."""

import asyncio
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import TypeVar

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP Password Storage Cheat Sheet: m = 19 MiB, t = 2, p = 1.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)
_NICENESS = 10

T = TypeVar("T")


class Passwords:
    """Hashes and verifies off the event loop; ``concurrent_max`` bounds memory at 19 MiB each."""

    def __init__(self, concurrent_max: int) -> None:
        self._threads = ThreadPoolExecutor(concurrent_max, "passwords", initializer=_step_back)
        self._dummy = _HASHER.hash("no user has this password")

    async def hash(self, password: str) -> str:
        return await self._in_thread(partial(_HASHER.hash, password))

    async def verify(self, password: str, stored_hash: str | None) -> bool:
        """Whether the password is right; for an unknown user (None) just as slow, and always False."""
        matches = await self._in_thread(partial(_matches, stored_hash or self._dummy, password))
        return matches and stored_hash is not None

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


def _step_back() -> None:
    """Hashes take all processors there are; whatever else the process does goes first."""
    if sys.platform == "linux":  # elsewhere niceness is of the whole process
        thread = threading.get_native_id()
        # Where a container's rules forbid it: a pool whose threads fail to begin takes no work ever again.
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, thread, max(_NICENESS, os.getpriority(os.PRIO_PROCESS, thread)))


def _matches(stored_hash: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored_hash, password)
    except (VerificationError, InvalidHashError):
        return False
