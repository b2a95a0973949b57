"""An SMTP server for tests that keeps what it took, and is as slow, rude or picky as it is told."""

import asyncio
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from signal import SIGKILL
from typing import Any, Literal

from aiosmtpd.controller import Controller

from deploy.local.ports import LOOPBACK, free_port


@dataclass
class Trap:
    """Kills a process at the so many-th recipient named, or mail taken but not yet answered."""

    at: Literal["recipient", "taken"]
    number: int
    pid: int
    sprung: threading.Event = field(default_factory=threading.Event)

    def step(self, at: str) -> None:
        if at != self.at or self.sprung.is_set():
            return
        self.number -= 1
        if self.number == 0:
            os.kill(self.pid, SIGKILL)
            self.sprung.set()


class Sink:
    """aiosmtpd's handler; it runs in a thread of its own."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.answer = "250 OK"
        self.sender_answer = ""
        self.refused_recipients: dict[str, str] = {}
        # To these it never comes to an answer.
        self.slow_recipients: set[str] = set()
        self.hangs_at_goodbye = False
        self.seconds_a_mail = 0.0
        self.most_at_once = 0
        self.trap: Trap | None = None
        self._at_once = 0

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's names
        self, _server: Any, _session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.sender_answer:
            return self.sender_answer
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        self._step("recipient")
        if address in self.slow_recipients:
            await asyncio.Event().wait()
        if address in self.refused_recipients:
            return self.refused_recipients[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            await asyncio.sleep(self.seconds_a_mail)
        finally:
            self._at_once -= 1
        if self.answer.startswith("250"):
            self.taken.append(message_from_bytes(envelope.content))
            self._step("taken")
        return self.answer

    async def handle_QUIT(self, _server: Any, _session: Any, _envelope: Any) -> str:  # noqa: N802
        if self.hangs_at_goodbye:
            await asyncio.Event().wait()
        return "221 Bye"

    def _step(self, at: str) -> None:
        if self.trap is not None:
            self.trap.step(at)


@contextmanager
def serving(sink: Sink, **how: Any) -> Iterator[int]:
    """The port that it listens on. ``how``: aiosmtpd's words for TLS, sign-in and what it can do."""
    controller = Controller(sink, hostname=LOOPBACK, port=free_port(), **how)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()
