"""The SMTP side: takes whatever it is given, and sends nothing on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiosmtpd.smtp import SMTP

from deploy.local.mailbox.store import Mailbox
from deploy.local.ports import LOOPBACK

MAIL_BYTES_MAX = 1 << 20
_IDLE_SECONDS = 60


class Keeper:
    """aiosmtpd's handler."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        try:
            await asyncio.to_thread(self._mailbox.keep, envelope.content)
        except OSError as error:
            return f"452 cannot keep it: {error.strerror}"
        return "250 kept"


@asynccontextmanager
async def serving(mailbox: Mailbox, port: int) -> AsyncIterator[None]:
    """Without TLS and sign-in: it listens on this machine only."""
    loop = asyncio.get_running_loop()

    def session() -> Any:
        return SMTP(
            Keeper(mailbox),
            hostname="localhost",
            enable_SMTPUTF8=True,
            data_size_limit=MAIL_BYTES_MAX,
            timeout=_IDLE_SECONDS,
            loop=loop,
        )

    server = await loop.create_server(session, LOOPBACK, port)
    try:
        yield
    finally:
        server.close()
