"""The mailbox as a part of the stack, and what the mailer has to know of it."""

from collections.abc import Mapping

from deploy.local.embedded.process import Output
from deploy.local.home import Home
from deploy.local.ports import LOOPBACK, free_port
from deploy.local.services import module_command
from deploy.local.supervisor import Program

# The page's is the next after those of PyDash and of the demo; SMTP's is away from the usual ones.
PAGE_PORT = 8324
_SMTP_PORT = 58725


class MailboxPart:
    def __init__(self, home: Home) -> None:
        self._home = home
        self.port = free_port(PAGE_PORT)
        self.smtp_port = free_port(_SMTP_PORT)

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def settings(self) -> Mapping[str, str]:
        return {
            "PYDASH_SMTP_HOST": LOOPBACK,
            "PYDASH_SMTP_PORT": str(self.smtp_port),
            # Nothing leaves this machine.
            "PYDASH_SMTP_SECURITY": "none",
        }

    def program(self, output: Output) -> Program:
        command = module_command(
            "deploy.local.mailbox",
            "--folder",
            str(self._home.mail),
            "--smtp-port",
            str(self.smtp_port),
            "--port",
            str(self.port),
            environment={},
            name="mailbox",
        )
        return Program(command, output=output, port=self.port, ready_url=f"{self.url}/healthz")
