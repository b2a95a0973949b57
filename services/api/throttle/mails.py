"""How many mails somebody else can have sent to one recipient.

Beyond it none is sent and nobody is told, for the answer is the same for every address.

Two things are limited: what one asker, an address or a signed-in user, has sent to the recipient; and what all have
together, against many addresses. So one asker alone keeps no mail from anybody who asks from elsewhere.
"""

from redis.asyncio import Redis

from services.api.settings import ApiSettings
from services.api.throttle.limit import parse_limits
from services.api.throttle.throttle import Throttle


class MailThrottle:
    def __init__(self, settings: ApiSettings, redis: Redis) -> None:
        self._by_asker = Throttle("mail.asker", parse_limits(settings.mail_limits), redis)
        self._in_all = Throttle("mail.all", parse_limits(settings.mail_recipient_limits), redis)

    async def allows(self, recipient: str, asker: str) -> bool:
        """Counts a mail that is about to be written, and says whether it may be."""
        return await self._by_asker.allows(f"{asker} {recipient}") and await self._in_all.allows(recipient)
