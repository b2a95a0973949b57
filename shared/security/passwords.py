"""Argon2id as OWASP asks, a bound on how many run at once, and a dummy for unknown users."""

import asyncio

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP Password Storage Cheat Sheet: m = 19 MiB, t = 2, p = 1.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)


class Passwords:
    """Hashes and verifies off the event loop; ``concurrent_max`` bounds memory at 19 MiB each."""

    def __init__(self, concurrent_max: int) -> None:
        self._slots = asyncio.Semaphore(concurrent_max)
        self._dummy = _HASHER.hash("no user has this password")

    async def hash(self, password: str) -> str:
        async with self._slots:
            return await asyncio.to_thread(_HASHER.hash, password)

    async def verify(self, password: str, stored_hash: str | None) -> bool:
        """Whether the password is right; for an unknown user (None) just as slow, and always False."""
        async with self._slots:
            matches = await asyncio.to_thread(_matches, stored_hash or self._dummy, password)
        return matches and stored_hash is not None


def _matches(stored_hash: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored_hash, password)
    except (VerificationError, InvalidHashError):
        return False
