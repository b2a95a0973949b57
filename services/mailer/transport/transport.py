"""Where mail goes."""

from email.message import EmailMessage
from typing import Protocol


class MailRefusedError(Exception):
    """The server did not take a mail. ``permanent``: it never will, so trying again is of no use."""

    def __init__(self, reason: str, *, permanent: bool) -> None:
        super().__init__(reason)
        self.permanent = permanent


class Transport(Protocol):
    async def send(self, message: EmailMessage) -> None:
        """Returns once the server has taken responsibility. Raises MailRefusedError."""
        ...
