"""Mail without a server: into the log, where whoever set up PyDash can read it."""

from email.message import EmailMessage

import structlog

_log = structlog.get_logger(__name__)


class ConsoleTransport:
    async def send(self, message: EmailMessage) -> None:
        plain = message.get_body(("plain",))
        _log.info(
            "mail_written_to_log",
            recipient=message["To"],
            subject=message["Subject"],
            text=plain.get_content() if plain else "",
        )
