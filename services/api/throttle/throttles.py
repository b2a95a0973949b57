"""Every throttle of the API, made once for the process."""

from dataclasses import dataclass
from typing import Self

from redis.asyncio import Redis

from services.api.settings import ApiSettings
from services.api.throttle.limit import parse_limits
from services.api.throttle.sign_in import SignInThrottle
from services.api.throttle.throttle import Throttle


@dataclass(frozen=True)
class Throttles:
    sign_in: SignInThrottle
    # Guesses at the current password by whoever holds a session, say at an unlocked screen.
    password_change: Throttle

    @classmethod
    def of(cls, settings: ApiSettings, redis: Redis) -> Self:
        return cls(
            sign_in=SignInThrottle(settings, redis),
            password_change=Throttle("password-change", parse_limits(settings.sign_in_limits), redis),
        )
