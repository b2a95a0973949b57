"""Keeps a few mails under way at a time, for as long as the process lives."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from services.mailer.outbox.repository import ClaimedMail, OutboxRepository
from services.mailer.outbox.service import send
from services.mailer.resources import Resources

# A mail whose hand-over is cut short may have been taken, and would be sent again.
_GRACE_SECONDS = 5.0

_log = structlog.get_logger(__name__)


class Dispatcher:
    """Several mailers share the work: a mail is claimed, alone, just before it is sent.

    A slow server, or an address that makes it slow, holds up what goes there and nothing else: there is one mail
    under way to any address, and each ends, in whatever way, before its claim does.
    """

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._settings = resources.settings
        # The margin is for rendering and for writing down what came of it.
        self._lease = 2 * resources.settings.smtp_timeout
        self._senders: set[asyncio.Task[None]] = set()
        self._busy: set[str] = set()
        self._claiming = asyncio.Lock()
        self._closing = False

    async def dispatch(self) -> None:
        """Begins to send what is due, and returns; senders that are at work take up what comes due meanwhile."""
        async with self._resources.sessions.begin() as session:
            await OutboxRepository(session).adopt_new(self._resources.clock.now())
        for _ in range(self._settings.smtp_connections_max - len(self._senders)):
            sender = asyncio.create_task(self._send_all_due())
            self._senders.add(sender)
            sender.add_done_callback(self._senders.discard)

    async def finish(self) -> None:
        """Returns when nothing is due or under way any more."""
        if self._senders:
            await asyncio.wait(self._senders)

    async def close(self, grace_seconds: float = _GRACE_SECONDS) -> None:
        """Takes up nothing more, and gives what is under way a little time."""
        self._closing = True
        if self._senders:
            _, late = await asyncio.wait(self._senders, timeout=grace_seconds)
            for sender in late:
                sender.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _send_all_due(self) -> None:
        try:
            while not self._closing and (mail := await self._claim()) is not None:
                try:
                    await send(self._resources, mail)
                finally:
                    self._busy.discard(mail.recipient)
        except Exception:  # noqa: BLE001 - logged whole; its claim runs out and the mail is due again
            _log.exception("mail_sender_failed")

    async def _claim(self) -> ClaimedMail | None:
        # One at a time, so that each knows which recipients the others took.
        async with self._claiming:
            async with self._resources.sessions.begin() as session:
                mail = await OutboxRepository(session).claim_due(
                    self._resources.clock.now(), self._lease, self._settings.mail_domain, tuple(self._busy)
                )
            if mail is not None:
                self._busy.add(mail.recipient)
            return mail


@asynccontextmanager
async def dispatching(resources: Resources) -> AsyncIterator[Dispatcher]:
    dispatcher = Dispatcher(resources)
    try:
        yield dispatcher
    finally:
        await dispatcher.close()
