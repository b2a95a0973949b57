"""Every throttle of the API, made once for the process."""

from dataclasses import dataclass
from typing import Self

from redis.asyncio import Redis

from services.api.settings import ApiSettings
from services.api.throttle.limit import parse_limits
from services.api.throttle.mails import MailThrottle
from services.api.throttle.sign_in import SignInThrottle
from services.api.throttle.throttle import Throttle


@dataclass(frozen=True)
class Throttles:
    sign_in: SignInThrottle
    # Guesses at the current password by whoever holds a session, say at an unlocked screen.
    password: Throttle
    # By address: registering, asking for a mail (a signed-in user: by user), trying codes of mails.
    registration: Throttle
    mail_request: Throttle
    code: Throttle
    # Mails to one recipient that others can ask for, but for those that reset a password.
    mail: MailThrottle
    # By recipient. Beyond it none is sent and nobody is told: of those that were, one counts still, since no limit
    # takes longer than a code lives. So nobody can keep another from resetting a password.
    reset_mail: Throttle
    # Guesses at the password of a link: from one address, and from all.
    link: Throttle
    link_in_all: Throttle
    # All requests of a session, with any of a user's keys, or with a link.
    api: Throttle
    # Requests with a key, link or session that is none, by address.
    unknown: Throttle

    @classmethod
    def of(cls, settings: ApiSettings, redis: Redis) -> Self:
        return cls(
            sign_in=SignInThrottle(settings, redis),
            password=Throttle("password", parse_limits(settings.sign_in_limits), redis),
            registration=Throttle("registration", parse_limits(settings.registration_limits), redis),
            mail_request=Throttle("mail-request", parse_limits(settings.mail_request_limits), redis),
            code=Throttle("code", parse_limits(settings.code_limits), redis),
            mail=MailThrottle(settings, redis),
            reset_mail=Throttle("mail.reset", parse_limits(settings.reset_mail_limits), redis),
            link=Throttle("link", parse_limits(settings.sign_in_limits), redis),
            link_in_all=Throttle("link.all", parse_limits(settings.sign_in_account_limits), redis),
            api=Throttle("api", parse_limits(settings.api_limits), redis),
            unknown=Throttle("unknown", parse_limits(settings.unknown_limits), redis),
        )
