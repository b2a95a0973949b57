"""How often somebody may try to sign in.

A browser that has signed in to the account before is known by a cookie and limited by its own attempts alone. So
no stranger can lock a user out of it, neither by wrong passwords for the account nor from the same address.

From everywhere else three things are limited: the address, whatever accounts it tries; the account from that
address; and the account from all addresses together, against guesses from many. Who goes on after one limit meets
the next, which is slower. While an attack lasts, a new browser of the user's has to wait as well.

An unknown account counts as a known one does, so waiting tells nothing about which there are.
"""

from dataclasses import dataclass

from redis.asyncio import Redis

from services.api.security.address import throttled_as
from services.api.settings import ApiSettings
from services.api.throttle.limit import parse_limits
from services.api.throttle.throttle import Throttle
from shared.clock.clock import Clock


@dataclass(frozen=True)
class Attempt:
    # However the name is written.
    account: str
    address: str
    # The browser's own id, where it is known to the account.
    device: str | None


class SignInThrottle:
    def __init__(self, settings: ApiSettings, redis: Redis, clock: Clock | None = None) -> None:
        here, address, account = (
            parse_limits(text)
            for text in (
                settings.sign_in_limits,
                settings.sign_in_address_limits,
                settings.sign_in_account_limits,
            )
        )
        self._by_device = Throttle("sign-in.device", here, redis, clock)
        self._by_address = Throttle("sign-in.address", address, redis, clock)
        self._by_pair = Throttle("sign-in.pair", here, redis, clock)
        self._by_account = Throttle("sign-in.account", account, redis, clock)

    async def admit(self, attempt: Attempt) -> None:
        """Counts it. Raises TooManyAttemptsError."""
        if attempt.device is not None:
            await self._by_device.admit(f"{attempt.device} {attempt.account}")
            return
        address = throttled_as(attempt.address)
        await self._by_address.admit(address)
        await self._by_pair.admit(f"{address} {attempt.account}")
        await self._by_account.admit(attempt.account)
